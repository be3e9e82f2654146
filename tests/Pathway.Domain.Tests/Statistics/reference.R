# Reference values for the tests of Pathway.Domain.Statistics: "Rscript reference.R > reference.json" with R, survival and cmprsk (versions stand in the output).
# The tests read only the output and need no R.
suppressMessages({ library(survival); library(cmprsk) })

# ---- Data ----

# Maintenance chemotherapy in acute myeloid leukemia, weeks (Miller RG, Survival Analysis, 2nd ed., Wiley 1997, p 49). Group 0 maintained, 1 not.
miller <- data.frame(
  time = c(9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45),
  status = c(1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1),
  group = rep(0:1, c(11, 12)))

# Remission in acute leukemia, weeks (Freireich et al., Blood 1963;21:699; Gehan, Biometrika 1965;52:203). Group 0 mercaptopurine, 1 placebo; stratum: the pair.
freireich <- data.frame(
  time = c(10, 7, 32, 23, 22, 6, 16, 34, 32, 25, 11, 20, 19, 6, 17, 35, 6, 13, 9, 6, 10, 1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8),
  status = c(1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, rep(1, 21)),
  group = rep(0:1, each = 21), stratum = rep(1:21, 2))

# Ovarian cancer, days (Edmunson et al., Cancer Treat Rep 1979;63:241). Group: treatment less 1; stratum: residual disease.
edmunson <- with(ovarian, data.frame(time = futime, status = fustat, group = rx - 1, stratum = resid.ds))

# Monoclonal gammopathy of undetermined significance, days (Kyle, Mayo Clin Proc 1993;68:26). Status 1 plasma cell malignancy, 2 death without one. Group 0 women, 1 men.
kyle <- with(mgus, data.frame(
  time = ifelse(is.na(pctime), futime, pctime), status = ifelse(!is.na(pctime), 1, 2 * death), group = as.numeric(sex == "male"), stratum = as.numeric(age >= 65)))
kyleInYears <- transform(kyle, time = ceiling(time / 365.25))

# Made data with many ties, by a generator of Lehmer's that is the same everywhere.
seed <- 20140101
draw <- function(n, below) sapply(seq_len(n), function(i) { seed <<- (seed * 16807) %% 2147483647; floor(seed / 2147483647 * below) })
made <- function(n, groups, strata, causes, days) {
  d <- data.frame(time = draw(n, days), status = draw(n, causes + 1), group = draw(n, groups), stratum = draw(n, strata))
  transform(d, time = floor(time * (1 + group / (4 * groups))))
}
late <- function(d) { entry <- floor(d$time * draw(nrow(d), 100) / 130); data.frame(entry = ifelse(entry < d$time, entry, 0), d) }
tied <- made(120, 3, 2, 2, 12)
fifty <- made(1000, 50, 3, 3, 200)

# ---- Writing ----

number <- function(x) ifelse(is.finite(x), sprintf("%.15g", x), "null")
json <- function(x) {
  if (is.list(x) && !is.null(names(x))) paste0("{", paste0("\"", names(x), "\": ", sapply(x, json), collapse = ", "), "}")
  else if (is.list(x)) paste0("[\n", paste0("    ", sapply(x, json), collapse = ",\n"), "\n  ]")
  else if (is.character(x)) paste0("\"", x, "\"")
  else if (inherits(x, "single")) number(unclass(x))
  else paste0("[", paste(number(x), collapse = ", "), "]")
}
one <- function(x) structure(as.numeric(x), class = "single")
entryOf <- function(d) if (is.null(d$entry)) rep(0, nrow(d)) else d$entry
stratumOf <- function(d) if (is.null(d$stratum)) rep(0, nrow(d)) else d$stratum
subjects <- function(d) list(entry = entryOf(d), time = d$time, status = d$status)

survivalCase <- function(name, d, transformation = "log-log", level = 0.95, horizon = NULL) {
  y <- if (is.null(d$entry)) Surv(d$time, d$status) else Surv(d$entry, d$time, d$status)
  fit <- survfit(y ~ 1, conf.type = transformation, conf.int = level)
  q <- quantile(fit, c(0.25, 0.5, 0.75))
  mean <- if (is.null(horizon)) NULL else unname(survival:::survmean(fit, rmean = horizon)$matrix[5:6])
  c(list(name = name), subjects(d), list(
    transformation = transformation, level = one(level), at = fit$time, atRisk = fit$n.risk, events = fit$n.event, censored = fit$n.censor, survival = fit$surv,
    error = ifelse(fit$surv == 0, NA, fit$std.err * fit$surv), lower = fit$lower, upper = fit$upper,
    quantile = as.numeric(q$quantile), quantileLower = as.numeric(q$lower), quantileUpper = as.numeric(q$upper),
    horizon = as.numeric(horizon), mean = as.numeric(mean)))
}

logRankCase <- function(name, d) {
  s <- stratumOf(d)
  fit <- if (length(unique(s)) > 1) survdiff(Surv(time, status) ~ group + strata(s), d) else survdiff(Surv(time, status) ~ group, d)
  df <- sum(rowSums(as.matrix(fit$exp)) > 0) - 1
  c(list(name = name), subjects(d), list(
    group = d$group, stratum = s, observed = rowSums(as.matrix(fit$obs)), expected = unname(rowSums(as.matrix(fit$exp))),
    chiSquare = one(fit$chisq), degreesOfFreedom = one(df), p = one(pchisq(fit$chisq, df, lower.tail = FALSE))))
}

# The score test of the exact partial likelihood is the log-rank test, and knows delayed entry.
lateLogRankCase <- function(name, d) {
  s <- stratumOf(d)
  fit <- coxph(Surv(entry, time, status) ~ factor(group) + strata(s), d, ties = "exact")
  c(list(name = name), subjects(d), list(
    group = d$group, stratum = s, observed = as.numeric(tapply(d$status, d$group, sum)), expected = numeric(0),
    chiSquare = one(fit$score), degreesOfFreedom = one(length(fit$coefficients)), p = one(pchisq(fit$score, length(fit$coefficients), lower.tail = FALSE))))
}

jackknifeCase <- function(name, d, causes, transformation) {
  state <- factor(d$status, 0:causes)
  y <- if (is.null(d$entry)) Surv(d$time, state) else Surv(d$entry, d$time, state)
  fit <- survfit(y ~ 1, id = seq_len(nrow(d)), conf.type = transformation)
  c(list(name = name), subjects(d), list(
    causes = one(causes), transformation = transformation, at = fit$time, atRisk = fit$n.risk[, 1],
    curves = lapply(1:causes + 1, function(j) list(
      incidence = fit$pstate[, j], error = fit$std.err[, j], lower = fit$lower[, j], upper = fit$upper[, j]))))
}

aalenCase <- function(name, d, causes) {
  fit <- cuminc(d$time, d$status)
  at <- sort(unique(d$time))
  c(list(name = name), subjects(d), list(causes = one(causes), at = at, curves = lapply(1:causes, function(j) {
    curve <- fit[[paste(1, j)]]
    place <- findInterval(at, curve$time)
    list(incidence = if (is.null(curve)) 0 * at else curve$est[pmax(1, place)], error = if (is.null(curve)) 0 * at else sqrt(curve$var[pmax(1, place)]))
  })))
}

grayCase <- function(name, d, causes) {
  tests <- cuminc(d$time, d$status, d$group, stratumOf(d))$Tests
  c(list(name = name), subjects(d), list(
    group = d$group, stratum = stratumOf(d), causes = one(causes), chiSquare = tests[, "stat"], degreesOfFreedom = tests[, "df"],
    p = pchisq(tests[, "stat"], tests[, "df"], lower.tail = FALSE)))
}

proportionCase <- function(count, total, level) {
  exact <- binom.test(count, total, conf.level = level)$conf.int
  score <- suppressWarnings(prop.test(count, total, correct = FALSE, conf.level = level)$conf.int)
  list(count = one(count), total = one(total), level = one(level), wilson = as.numeric(score),
    clopperPearson = c(if (count == 0) 0 else qbeta((1 - level) / 2, count, total - count + 1), if (count == total) 1 else qbeta(1 - (1 - level) / 2, count + 1, total - count)))
}

quartileCase <- function(x, level) {
  n <- length(x)
  limit <- function(i) if (i < 1 || i > n) NA else sort(x)[i]
  p <- c(0.25, 0.5, 0.75)
  list(days = x, level = one(level), quantile = as.numeric(quantile(x, p)), lower = sapply(qbinom((1 - level) / 2, n, p), limit),
    upper = sapply(qbinom((1 - level) / 2, n, p, lower.tail = FALSE) + 1, limit))
}

shiftCase <- function(x, y, level) {
  m <- length(x); n <- length(y)
  differences <- sort(outer(x, y, "-"))
  k <- if (m < 50 && n < 50) qwilcox((1 - level) / 2, m, n) else floor(m * n / 2 + 0.5 - qnorm(1 - (1 - level) / 2) * sqrt(m * n * (m + n + 1) / 12))
  list(first = x, second = y, level = one(level), shift = one(median(differences)), lower = one(if (k < 1) NA else differences[k]), upper = one(if (k < 1) NA else differences[m * n + 1 - k]))
}

# ---- Cases ----

group <- function(d, g) d[d$group == g, ]
single <- function(time, status) data.frame(time = time, status = status)
level4 <- single(1:4, rep(1, 4))
cat(json(list(
  madeWith = sprintf("R %s, survival %s, cmprsk %s", getRversion(), packageVersion("survival"), packageVersion("cmprsk")),
  survival = unname(c(
    lapply(c("log-log", "log", "plain"), function(t) survivalCase(paste("Miller, maintained,", t), group(miller, 0), t, horizon = 100)),
    lapply(c("log-log", "log", "plain"), function(t) survivalCase(paste("Miller, not maintained,", t), group(miller, 1), t, horizon = 45)),
    lapply(c("log-log", "log", "plain"), function(t) survivalCase(paste("Freireich, mercaptopurine,", t), group(freireich, 0), t, horizon = 30)),
    list(
      survivalCase("Freireich, placebo, 90 %", group(freireich, 1), level = 0.9, horizon = 20),
      survivalCase("Edmunson", edmunson, horizon = 1000),
      survivalCase("Kyle, free of malignancy, in years", transform(kyleInYears, status = as.numeric(status > 0)), horizon = 10),
      survivalCase("Made, with ties and zero times", transform(tied, status = as.numeric(status > 0)), horizon = 10),
      survivalCase("Miller, delayed entry", late(miller), horizon = 40),
      survivalCase("Freireich, delayed entry, log", late(freireich), "log", horizon = 20),
      survivalCase("Level at every quartile", level4),
      survivalCase("Level at the median to the end", single(c(1, 2, 3, 4), c(1, 1, 0, 0))),
      survivalCase("All censored", single(c(2, 5, 5), 0 * 1:3)),
      survivalCase("One subject, event", single(3, 1)),
      survivalCase("One subject, censored", single(3, 0)),
      survivalCase("Event at zero", single(c(0, 0, 4), c(1, 0, 1)))))),
  logRank = list(
    logRankCase("Miller", miller),
    logRankCase("Freireich", transform(freireich, stratum = 0)),
    logRankCase("Freireich, within pairs", freireich),
    logRankCase("Edmunson", transform(edmunson, stratum = 0)),
    logRankCase("Edmunson, within residual disease", edmunson),
    logRankCase("Made, three groups", transform(tied, stratum = 0, status = as.numeric(status > 0))),
    logRankCase("Made, three groups, two strata", transform(tied, status = as.numeric(status > 0))),
    logRankCase("Made, fifty groups", transform(fifty, stratum = 0, status = as.numeric(status > 0))),
    logRankCase("Made, fifty groups, three strata", transform(fifty, status = as.numeric(status > 0))),
    lateLogRankCase("Miller, delayed entry", late(miller)),
    lateLogRankCase("Edmunson, delayed entry, within residual disease", late(edmunson))),
  jackknife = list(
    jackknifeCase("Kyle", kyle, 2, "log-log"),
    jackknifeCase("Kyle, in years, men, plain", group(kyleInYears, 1), 2, "plain"),
    jackknifeCase("Made, with ties and zero times, log", tied, 2, "log"),
    jackknifeCase("Made, with ties and delayed entry", late(transform(tied, time = time + 1)), 2, "log-log"),
    jackknifeCase("Miller, one cause, delayed entry, plain", late(miller), 1, "plain")),
  aalen = list(
    aalenCase("Kyle", kyle, 2),
    aalenCase("Kyle, in years, men", group(kyleInYears, 1), 2),
    aalenCase("Made, with ties and zero times", tied, 2),
    aalenCase("Miller, one cause", miller, 1)),
  gray = list(
    grayCase("Kyle", transform(kyle, stratum = 0), 2),
    grayCase("Kyle, in years, younger and older", kyleInYears, 2),
    grayCase("Miller, one cause", miller, 1),
    grayCase("A group that fails at once, and another alone", data.frame(time = c(1, 1, 1, 1, 2:5), status = 1, group = rep(0:1, each = 4)), 1),
    grayCase("Two groups that fail at once, and another alone", data.frame(time = c(1, 1, 1, 1, 2, 2, 2, 2, 3:6), status = 1, group = rep(0:2, each = 4)), 1),
    grayCase("Made, three groups with ties and zero times", transform(tied, stratum = 0), 2),
    grayCase("Made, three groups, two strata", tied, 2),
    grayCase("Made, fifty groups", transform(fifty, stratum = 0), 3),
    grayCase("Made, fifty groups, three strata", fifty, 3)),
  proportions = unname(apply(rbind(
    c(0, 10, 0.95), c(1, 10, 0.95), c(10, 10, 0.95), c(15, 148, 0.95), c(81, 263, 0.95), c(3, 7, 0.99), c(1, 1, 0.9), c(37210, 100000, 0.95), c(3, 100000, 0.95)),
    1, function(r) proportionCase(r[1], r[2], r[3]))),
  quartiles = list(
    quartileCase(group(freireich, 1)$time, 0.95), quartileCase(group(freireich, 0)$time, 0.9), quartileCase(c(7, 14, 9), 0.95), quartileCase(5, 0.95),
    quartileCase(kyle$time, 0.99), quartileCase(c(0.5, -1, 3, 8, 2, 2, 2), 0.8)),
  shifts = list(
    shiftCase(group(freireich, 0)$time, group(freireich, 1)$time, 0.95), shiftCase(group(kyle, 0)$time, group(kyle, 1)$time, 0.95),
    shiftCase(c(1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3), c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29), 0.9),
    shiftCase(c(1, 2, 3), c(4, 5, 6), 0.95), shiftCase(c(1, 2), 7, 0.5), shiftCase(kyle$time[1:49], kyle$time[50:98], 0.95)),
  chiSquare = unname(apply(as.matrix(expand.grid(c(1e-8, 0.01, 0.5, 1, 3.84, 9, 9.5, 30, 120, 900), c(1:4, 7, 10, 49, 50, 301))), 1, function(r)
    list(value = one(r[1]), degreesOfFreedom = one(r[2]), p = one(pchisq(r[1], r[2], lower.tail = FALSE))))),
  normal = lapply(c(1e-300, 1e-10, 0.005, 0.025, 0.3, 0.5, 0.6, 0.95, 0.975, 0.9995), function(p) list(probability = one(p), quantile = one(qnorm(p))))
)), "\n", sep = "")
