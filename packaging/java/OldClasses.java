import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

/// Lifts classes that were compiled for Java 5, as picocli's are, to Java 8. The AOT cache takes
/// none whose verification needs the old verifier, and the command line is what every start needs
/// first.
///
/// The code stays the same; what is added are the stack maps that the newer verifier reads.
final class OldClasses {
  /// Class files from Java 6 on are checked with stack maps (JVMS 4.10.1).
  private static final int JAVA_6 = 50;

  private final ClassFile format;

  /// @param relatives finds the classes of the same jar: a stack map names what two classes have in
  ///   common
  OldClasses(ClassLoader relatives) {
    format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(relatives)));
  }

  /// @param content a class file
  /// @return the same when it is new enough
  byte[] lifted(byte[] content) {
    ClassModel old = format.parse(content);
    if (old.majorVersion() >= JAVA_6) {
      return content;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // Passed through one by one, because a method that is copied whole gets no new stack map.
    CodeTransform bodies = (builder, element) -> builder.with(element);
    return format.transformClass(
        old, version.andThen(ClassTransform.transformingMethodBodies(bodies)));
  }
}
