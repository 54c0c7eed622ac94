package io.towpath.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.towpath", importOptions = DoNotIncludeTests.class)
final class DangerousTypesTest {

  @ArchTest
  static final ArchRule onlyIoSpeaksToDatabases =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.towpath.io..", "io.towpath.testing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
          .because(
              "connections, retries and transactions have one home; others see io's own types");

  @ArchTest
  static final ArchRule onlyPipelinesKnowsRunners =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.towpath.pipelines..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam.runners..", "org.apache.spark..")
          .because("a flow must not know what runs it");

  @ArchTest
  static final ArchRule optionsEndInPipelines =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.towpath.pipelines..", "io.towpath.io..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam.sdk.options..")
          .because("options are strings from outside; inside there are typed records");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.towpath.pipelines.cli..", "io.towpath.testing..")
          .should(ACCESS_STANDARD_STREAMS)
          .because("jobs log; only the command line talks to a terminal");

  @ArchTest
  static final ArchRule stepsDoNoIo =
      noClasses()
          .that()
          .resideInAnyPackage("io.towpath.transforms..", "io.towpath.quality..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..", "software.amazon..")
          .because("what happens to a record is a pure function of its bytes and the contract");
}
