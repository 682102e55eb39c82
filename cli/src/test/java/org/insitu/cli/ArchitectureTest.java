package org.insitu.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module table and the house rules, on all modules at once. */
@AnalyzeClasses(
    packages = "org.insitu",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {
  /** Modules lend their contract suites to others in jars that end so. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String MESH = "org.insitu.mesh..";
  private static final String DRIVER = "org.insitu.driver..";
  private static final String SIMULATOR = "org.insitu.simulator..";
  private static final String TRAINER = "org.insitu.trainer..";
  private static final String GUI = "org.insitu.gui..";
  private static final String CLI = "org.insitu.cli..";

  /** The one package that may touch the serial library. */
  private static final String VECTORS = "jdk.incubator.vector..";

  private static final String SERIAL = "org.insitu.driver.link";

  @ArchTest
  static final ArchRule modulesFormNoCycle =
      slices().matching("org.insitu.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule meshModelStandsOnCommonsMathAlone =
      noClasses()
          .that()
          .resideInAPackage(MESH)
          .should()
          .dependOnClassesThat(outside(MESH, "java..", "org.apache.commons.math3..", VECTORS));

  /** They are found by name, so that Java may be started without the module. */
  @ArchTest
  static final ArchRule onlyKernelsUseVectors =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Vectors")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(VECTORS)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("org[.]insitu[.]mesh[.]engine[.](Float|Double|Product)Vectors");

  @ArchTest
  static final ArchRule driverKnowsNothingAboveIt =
      noClasses()
          .that()
          .resideInAPackage(DRIVER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SIMULATOR, TRAINER, GUI, CLI);

  @ArchTest
  static final ArchRule simulatorKnowsNothingAboveIt =
      noClasses()
          .that()
          .resideInAPackage(SIMULATOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRAINER, GUI, CLI);

  @ArchTest
  static final ArchRule trainerSeesOnlyTheMeshModel =
      noClasses()
          .that()
          .resideInAPackage(TRAINER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DRIVER, SIMULATOR, GUI, CLI);

  @ArchTest
  static final ArchRule nothingStandsOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule serialPortsAreTouchedInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERIAL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fazecast..");

  @ArchTest
  static final ArchRule windowsAreDrawnInTheGuiOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(GUI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx..");

  @ArchTest
  static final ArchRule theScreenThreadIsReachedThroughOneClass =
      noClasses()
          .that()
          .haveSimpleNameNotContaining("FxThread")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("javafx.application.Platform");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.insitu.cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule randomnessHasASeed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              java.util.Random.class,
              java.util.concurrent.ThreadLocalRandom.class,
              java.security.SecureRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule nothingPrintsPastTheConsole =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages))
        .and(DescribedPredicate.not(resideInAPackage("")))
        .as("lies outside of %s", String.join(", ", packages));
  }
}
