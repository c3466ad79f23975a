package dev.lifeguard.gui.launch;

/// Something that is wrong with a request.
///
/// @param field where it was made
/// @param sentence what is wrong and what to do about it, for the user
public record FieldFault(LaunchField field, String sentence) {}
