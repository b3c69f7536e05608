package io.raptorflow.guild.matrix.output;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Sums of one channel over a window, and ratios of those sums.
///
/// @param conversions may be fractional
/// @param costPerClick null when there were no clicks
/// @param conversionRate conversions per click, null when there were no clicks
/// @param costPerConversion null when there were no conversions
/// @param returnOnSpend revenue per unit of cost, null when nothing was spent
public record ChannelTotal(
    String channel,
    long impressions,
    long clicks,
    BigDecimal cost,
    BigDecimal conversions,
    BigDecimal revenue,
    @Nullable Double costPerClick,
    @Nullable Double conversionRate,
    @Nullable Double costPerConversion,
    @Nullable Double returnOnSpend) {}
