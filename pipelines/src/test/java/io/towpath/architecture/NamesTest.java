package io.towpath.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;

@AnalyzeClasses(packages = "io.towpath")
final class NamesTest {

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)")
          .orShould()
          .haveSimpleNameStartingWith("Abstract")
          .because("a class that is hard to name has two jobs");

  @ArchTest
  static final ArchRule functionsEndInFn =
      classes()
          .that()
          .areAssignableTo(DoFn.class)
          .and()
          .areNotAnonymousClasses()
          .should()
          .haveSimpleNameEndingWith("Fn")
          .andShould()
          .notBePublic();

  @ArchTest
  static final ArchRule transformsAreFinal =
      classes()
          .that()
          .areAssignableTo(PTransform.class)
          .and()
          .areNotAnonymousClasses()
          .should()
          .haveModifier(JavaModifier.FINAL);
}
