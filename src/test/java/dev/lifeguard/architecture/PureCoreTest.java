package dev.lifeguard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.lifeguard.architecture.ProductionClasses.ROOT;
import static dev.lifeguard.architecture.ProductionClasses.isBelow;
import static dev.lifeguard.architecture.ProductionClasses.isIn;
import static dev.lifeguard.architecture.ProductionClasses.isPrimitive;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The core decides and does nothing else: time arrives with each input, and the same inputs give
/// the same answers on every JVM.
final class PureCoreTest {

  private static final DescribedPredicate<JavaClass> CORE =
      describe("are in job or pool", type -> isIn(type, ROOT + ".job", ROOT + ".pool"));

  private static final DescribedPredicate<JavaClass> PARSER_OR_VIEW_MODEL =
      describe(
          "are a Parser or a ViewModel",
          type -> outermost(type).endsWith("Parser") || outermost(type).endsWith("ViewModel"));

  private static final DescribedPredicate<JavaClass> PURE =
      CORE.or(PARSER_OR_VIEW_MODEL)
          .or(describe("are in jobfile", type -> isIn(type, ROOT + ".jobfile")));

  /// Threads, what runs on them and what chance decides.
  private static final DescribedPredicate<JavaClass> THREAD_OR_RANDOM =
      describe(
          "are threads, processes or sources of chance",
          type ->
              type.isAssignableTo(Thread.class)
                  || type.isAssignableTo(ThreadLocal.class)
                  || type.isAssignableTo(Process.class)
                  || type.isAssignableTo(ProcessHandle.class)
                  || type.isAssignableTo(ProcessBuilder.class)
                  || type.isAssignableTo(Runtime.class)
                  || type.isAssignableTo(Timer.class)
                  || type.isAssignableTo(Random.class)
                  || type.isAssignableTo(SplittableRandom.class)
                  || type.isAssignableTo(RandomGenerator.class)
                  || isConcurrency(type));

  private static final DescribedPredicate<JavaCall<?>> CLOCK_OR_CHANCE =
      describe(
          "read a clock or roll dice",
          call -> {
            JavaClass owner = call.getTarget().getOwner();
            return switch (call.getTarget().getName()) {
              case "now", "systemUTC", "systemDefaultZone", "system" -> isBelow(owner, "java.time");
              case "nanoTime", "currentTimeMillis" -> owner.isEquivalentTo(System.class);
              case "random" -> owner.isEquivalentTo(Math.class);
              case "shuffle" -> owner.isEquivalentTo(Collections.class);
              case "randomUUID" -> owner.isEquivalentTo(UUID.class);
              default -> false;
            };
          });

  private static final DescribedPredicate<JavaCall<?>> UNORDERED_COLLECTION =
      describe(
          "make a set or map whose order differs from one JVM to the next",
          call -> {
            JavaClass owner = call.getTarget().getOwner();
            return switch (call.getTarget().getName()) {
              case "of", "copyOf", "ofEntries" ->
                  owner.isEquivalentTo(Set.class) || owner.isEquivalentTo(Map.class);
              case "toSet", "toUnmodifiableSet", "toUnmodifiableMap" ->
                  owner.isEquivalentTo(Collectors.class);
              default -> false;
            };
          });

  @Test
  void coreKnowsOnlyLanguageCollectionsAndTime() {
    ArchRule rule =
        classes()
            .that(CORE)
            .should()
            .onlyDependOnClassesThat(
                describe(
                    "are in java.lang, java.util, java.time, job or pool",
                    type ->
                        isPrimitive(type)
                            || CORE.test(type)
                            // Payloads are UTF-8 bytes; naming a character set reads nothing.
                            || isIn(type, "java.nio.charset")
                            || isIn(type, "java.lang", "java.lang.annotation", "java.lang.runtime")
                            || isIn(type, "java.util", "java.util.function", "java.util.stream")
                            || isBelow(type, "java.util.regex", "java.util.concurrent")
                            || isBelow(type, "java.time", "org.jspecify")))
            .because("the core does no input or output and has no library");
    rule.check(ProductionClasses.ALL);
  }

  @Test
  void pureClassesStartNoThreadAndRollNoDice() {
    noClasses()
        .that(PURE)
        .should()
        .dependOnClassesThat(THREAD_OR_RANDOM)
        .check(ProductionClasses.ALL);
  }

  @Test
  void pureClassesReadNoClock() {
    noClasses()
        .that(PURE)
        .should()
        .callCodeUnitWhere(CLOCK_OR_CHANCE)
        .because("time arrives with each input")
        .check(ProductionClasses.ALL);
  }

  @Test
  void parsersAndViewModelsDoNoInputOrOutput() {
    noClasses()
        .that(PARSER_OR_VIEW_MODEL)
        .should()
        .dependOnClassesThat(
            describe(
                "do input or output",
                type -> isBelow(type, "java.io", "java.nio.file", "java.nio.channels", "java.net")))
        .because("a parser takes text, and one small class beside it reads the file")
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @Test
  void coreKeepsNoCollectionWhoseOrderDependsOnTheJvm() {
    noClasses()
        .that(CORE)
        .should()
        .callCodeUnitWhere(UNORDERED_COLLECTION)
        .because("replays must agree: use List, LinkedHashSet, LinkedHashMap, EnumMap or TreeMap")
        .check(ProductionClasses.ALL);
  }

  private static boolean isConcurrency(JavaClass type) {
    return isBelow(type, "java.util.concurrent")
        && !type.isEquivalentTo(CompletionStage.class)
        && !type.isEquivalentTo(TimeUnit.class)
        && !type.getName().startsWith(Flow.class.getName());
  }

  /// The simple name of the file's class, so that a nested class counts as part of it.
  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(PureCoreTest::outermost).orElseGet(type::getSimpleName);
  }
}
