package dev.lifeguard.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Tests that start programs of Linux, send signals, read `/proc`, or compare paths as Linux writes
/// them. What they promise is promised on Windows by other tests, or not at all.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledOnOs(
    value = OS.WINDOWS,
    disabledReason = "uses what Windows has not: sh, signals, /proc, python3, or its paths")
public @interface NotOnWindows {}
