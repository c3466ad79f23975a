package dev.lifeguard.job;

/// Whose a process is.
///
/// @param number of the user (Linux: the effective uid)
/// @param name the number again when there is none
public record ProcessUser(long number, String name) {}
