package dev.lifeguard.jobfile;

import java.nio.file.Path;

/// A file that items are read from, as it was when the job began.
///
/// @param path absolute
/// @param bytes its length
/// @param sha256 the SHA-256 of its content, 64 lower-case hexadecimal digits
public record SourceFile(Path path, long bytes, String sha256) {}
