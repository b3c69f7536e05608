package io.raptorflow.ingress.dlq;

import org.jspecify.annotations.Nullable;

/// Body of a rule that is made or changed.
///
/// @param name lower-case letters, digits and `._-`; a rule of the same name is changed
/// @param where filter over what rows say; it cannot ask for headers or bodies
/// @param then hold, park, quarantine, discard or retry-as
/// @param as for retry-as, the failure class; else null
/// @param by name of the operator, where the token names nobody
/// @param why reason, for the audit
public record RuleRequest(
    @Nullable String name,
    @Nullable String where,
    @Nullable String then,
    @Nullable String as,
    @Nullable String by,
    @Nullable String why) {}
