package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;

/// One item of work.
///
/// @param json what the worker gets: one JSON value in one line
/// @param label what a person sees: the first 120 characters, a string without its quotes
public record Item(Payload json, String label) {}
