package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlParametersTest {

  @Test
  void acceptsWhatNamesAServerAndItsCertificate() {
    assertThatCode(
            () ->
                UrlParameters.check(
                    "jdbc:postgresql://a:5432,b/dw?sslmode=verify-full&sslrootcert=/etc/ca.pem"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socketFactory=java.io.FileOutputStream",
        "sslmode=require&socketFactoryArg=x",
        "sslfactory=a.B",
        "sslhostnameverifier=a.B",
        "sslpasswordcallback=a.B",
        "authenticationPluginClassName=a.B",
        "loggerFile=/etc/cron.d/x",
        "xmlFactoryFactory=a.B",
        "options=-c%20search_path=x",
        "socket%46actory=a.B",
        "service=x"
      })
  void refusesParametersThatCouldLoadClassesOrWriteFiles_F64(String parameters) {
    assertThatThrownBy(() -> UrlParameters.check("jdbc:postgresql://h/dw?" + parameters))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("is not accepted")
        .extracting(e -> ((TowpathException) e).exitCode())
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void refusesAPasswordWithoutRepeatingIt_F67() {
    assertThatThrownBy(() -> UrlParameters.check("jdbc:postgresql://h/dw?password=hunter2"))
        .hasMessageContaining("write it beside the url")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> UrlParameters.check("jdbc:postgresql://me:hunter2@h/dw"))
        .hasMessageContaining("do not belong into the url")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesAnotherDatabase() {
    assertThatThrownBy(() -> UrlParameters.check("jdbc:h2:mem:x"))
        .hasMessageContaining("expected jdbc:postgresql:");
  }
}
