package io.towpath.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

@AnalyzeClasses(packages = "io.towpath", importOptions = DoNotIncludeTests.class)
final class ClocksTest {

  @ArchTest
  static final ArchRule outcomesDoNotDependOnClocks =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.towpath.core..",
              "io.towpath.contract..",
              "io.towpath.config..",
              "io.towpath.yaml..",
              "io.towpath.transforms..",
              "io.towpath.quality..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random")
          .because(
              "the run's instant is in the run context, and what runs again must decide alike");
}
