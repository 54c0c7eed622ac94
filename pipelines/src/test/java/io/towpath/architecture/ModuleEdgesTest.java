package io.towpath.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.towpath", importOptions = DoNotIncludeTests.class)
final class ModuleEdgesTest {

  @ArchTest
  static final ArchRule modulesDependDownwardsOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("core")
          .definedBy(
              "io.towpath.core..",
              "io.towpath.contract..",
              "io.towpath.config..",
              "io.towpath.yaml..")
          .layer("io")
          .definedBy("io.towpath.io..")
          .layer("transforms")
          .definedBy("io.towpath.transforms..")
          .layer("quality")
          .definedBy("io.towpath.quality..")
          .layer("testing")
          .definedBy("io.towpath.testing..")
          .layer("pipelines")
          .definedBy("io.towpath.pipelines..")
          .whereLayer("pipelines")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("testing")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers("pipelines")
          .whereLayer("transforms")
          .mayOnlyBeAccessedByLayers("pipelines")
          .whereLayer("quality")
          .mayOnlyBeAccessedByLayers("pipelines");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.towpath.(**)").should().beFreeOfCycles();
}
