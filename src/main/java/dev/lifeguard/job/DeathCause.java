package dev.lifeguard.job;

import java.util.OptionalInt;

/// Why a worker died.
///
/// @param signal the signal that ended it, if one did
/// @param exitCode the code that it exited with, if it did; negative only after a crash on Windows
/// @param reason the particulars in words, for example the offending bytes of a broken message or
///   the rule that ended it; empty when kind and numbers say everything
public record DeathCause(
    CauseKind kind, OptionalInt signal, OptionalInt exitCode, String reason, Certainty certainty) {}
