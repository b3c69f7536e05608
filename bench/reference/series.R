# The same work on a daily file by R: robust stl for MTX-001, HoltWinters by rolling origin for
# MTX-002. Reading the file counts, the start of R does not.
arguments <- commandArgs(trailingOnly = TRUE)
begun <- proc.time()[["elapsed"]]
table <- read.csv(arguments[2])
count <- 0
for (channel in unique(table$channel)) {
  own <- table[table$channel == channel, ]
  own <- own[order(own$date), ]
  if (arguments[1] == "MTX-001") {
    for (y in list(own$clicks, own$conversions, own$cost / own$clicks)) {
      fit <- stl(ts(y, frequency = 7), s.window = 35, robust = TRUE)
      rest <- y - fit$time.series[, "seasonal"] - median(y)
      count <- count + sum(abs(rest - median(rest)) / (1.4826 * mad(rest, constant = 1)) > 5)
    }
  } else {
    for (y in list(own$clicks, own$conversions, own$cost, own$revenue)) {
      n <- length(y)
      first <- max(15, n - 28 - max(28, n %/% 3))
      origins <- unique(round(seq(first, n - 28, length.out = 24)))
      for (season in c("additive", "multiplicative")) {
        for (at in c(origins, n)) {
          fit <- tryCatch(
            HoltWinters(ts(y[1:at], frequency = 7), seasonal = season),
            error = function(e) NULL)
          if (!is.null(fit)) count <- count + length(predict(fit, 28))
        }
      }
    }
  }
}
cat(count, "results, seconds", proc.time()[["elapsed"]] - begun, "\n")
