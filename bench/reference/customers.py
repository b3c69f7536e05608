"""The same work on orders and paths by Python: SQLite's NTILE for MTX-011, a dictionary for
MTX-012, scipy for the BG/NBD fits of MTX-010, numpy for the chain of MTX-005 with its bootstrap.
Reading the file counts, the start of Python does not."""
import csv
import datetime
import sqlite3
import sys
import time

agent, path = sys.argv[1:3]
begun = time.perf_counter()


def orders():
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for _, customer, day, amount, _ in rows:
            yield customer, datetime.date.fromisoformat(day).toordinal(), float(amount)


def rfm():
    base = sqlite3.connect(":memory:")
    base.execute("create table o (customer text, day integer, amount real)")
    base.executemany("insert into o values (?, ?, ?)", orders())
    return len(base.execute(
        """with c as (select customer, max(day) last, count(*) f, sum(amount) m from o group by 1)
        select customer, ntile(5) over (order by last, customer), ntile(5) over (order by f, customer),
        ntile(5) over (order by m, customer) from c""").fetchall())


def cohorts():
    first, months = {}, {}
    data = [(c, datetime.date.fromordinal(d)) for c, d, _ in orders()]
    for customer, day in data:
        month = day.year * 12 + day.month
        if month < first.get(customer, month + 1):
            first[customer] = month
    for customer, day in data:
        key = (first[customer], day.year * 12 + day.month - first[customer])
        months.setdefault(key, set()).add(customer)
    return len(months)


def value():
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import gammaln
    by = {}
    for customer, day, _ in orders():
        by.setdefault(customer, set()).add(day)
    last = max(max(days) for days in by.values()) + 1
    cut = min(min(days) for days in by.values())
    fits = 0
    for end in (last, cut + (last - cut) * 3 // 4):
        rows = []
        for days in by.values():
            own = sorted(d for d in days if d < end)
            if own:
                rows.append((len(own) - 1, (own[-1] - own[0]) / 7, (end - own[0]) / 7))
        x, tx, age = np.array(rows).T

        def loss(p):
            r, alpha, a, b = np.exp(p)
            part = (gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b)
                    + gammaln(b + x) - gammaln(b) - gammaln(a + b + x))
            gone = np.where(x > 0, a / np.maximum(b + x - 1, 1e-9), 0)
            alive = ((alpha + tx) / (alpha + age)) ** (r + x)
            return -np.mean(part - (r + x) * np.log(alpha + tx) + np.log(alive + gone))

        fits += minimize(loss, np.log([0.5, 8, 1, 2.5]), method="Nelder-Mead").nfev
    return fits


def attribution():
    import numpy as np
    paths = {}
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for walk, conversions, nulls, _ in rows:
            entry = paths.setdefault(walk, [0.0, 0.0])
            entry[0] += float(conversions)
            entry[1] += float(nulls)
    names = sorted({step for walk in paths for step in walk.split(">")})
    at = {name: i for i, name in enumerate(names)}
    k = len(names)
    walks = [[at[step] for step in walk.split(">")] for walk in paths]
    counts = np.array(list(paths.values()))
    random = np.random.default_rng(1)
    draws = int(min(200, max(20, 4_000_000 // len(walks))))
    for draw in range(draws + 1):
        own = counts if draw == 0 else random.poisson(counts)
        moves = np.zeros((k + 1, k + 2))
        for steps, (conversions, nulls) in zip(walks, own):
            total, before = conversions + nulls, 0
            for step in steps:
                moves[before, step] += total
                before = step + 1
            moves[before, k] += conversions
            moves[before, k + 1] += nulls
        share = moves / np.maximum(moves.sum(axis=1, keepdims=True), 1e-300)
        for removed in range(-1, k):
            keep = [i for i in range(k) if i != removed]
            chance = np.linalg.solve(
                np.eye(len(keep)) - share[1:][np.ix_(keep, keep)], share[1:][keep, k])
            share[0, keep] @ chance
    return draws


result = {"MTX-010": value, "MTX-011": rfm, "MTX-012": cohorts, "MTX-005": attribution}[agent]()
print(result, "results, seconds", time.perf_counter() - begun)
