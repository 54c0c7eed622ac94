package io.towpath.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {
  @TempDir Path folder;

  @BeforeEach
  void writesASmallProject() throws IOException {
    write("towpath.yaml", "project: shop\nraw: data/raw\nwarehouse: embedded\n");
    write(
        "contracts/orders.odcs.yaml",
        """
        apiVersion: v3.2.0
        kind: DataContract
        id: orders
        version: 1.0.0
        servers:
          - {server: dw, type: postgres, host: h, port: 5432, database: d, schema: sales}
        schema:
          - name: orders
            properties:
              - {name: id, physicalType: bigint, logicalType: integer, required: true, primaryKey: true}
              - {name: status, physicalType: text, logicalType: string}
        """);
  }

  @Test
  void givesTheSmallestFeedItsDefaults() throws IOException {
    write(
        "feeds/orders.yaml",
        """
        contract: ../contracts/orders.odcs.yaml
        source: {files: "inbox/*.csv.gz"}
        load: {mode: upsert}
        """);

    Feed feed = Projects.read(folder, Optional.empty()).feeds().get("orders");

    assertThat(feed.source())
        .isEqualTo(
            new FilesDeclaration(
                List.of("inbox/*.csv.gz"),
                new Layout(
                    Feed.Format.CSV,
                    new Feed.Dialect(',', '"', null, true, List.of(), null, List.of()),
                    "UTF-8",
                    false,
                    Feed.Compression.AUTO,
                    null,
                    null),
                Duration.ZERO));
    assertThat(feed.decode())
        .isEqualTo(new Feed.Decode(null, null, ZoneId.of("UTC"), true, false, false));
    assertThat(feed.load()).isEqualTo(new Feed.Load(Feed.Mode.UPSERT, null, 20_000_000_000L));
    assertThat(feed.steps()).isEmpty();
  }

  @Test
  void readsEverythingAFeedCanSay() throws IOException {
    write(
        "feeds/orders.yaml",
        """
        contract: ../contracts/orders.odcs.yaml
        source:
          files: ["s3://in/a/*.txt", inbox/*.txt]
          format: csv
          settle: 5m
          encoding: windows-1252
          multiline: true
          compression: zstd
          dialect: {delimiter: "\\t", quote: none, header: false, columns: [id, state, op], nullText: NA}
        decode: {timestamps: "yyyy-MM-dd HH:mm:ss", dates: "d.M.yyyy", timezone: Europe/Amsterdam, emptyAsNull: false, trim: true, decimals: round}
        steps:
          - derive: {status: "lower(state)"}
          - filter: "id != 0"
        load: {mode: upsert, deleteWhen: "op == 'D'", maxBytes: 512MiB}
        tags: [core]
        drift: {columns: discard_value, types: discard_row}
        late: {after: P7D, then: accept}
        table: {premake: 3, archive: true}
        schedule: "15 2 * * *"
        """);

    Feed feed = Projects.read(folder, Optional.empty()).feeds().get("orders");

    assertThat(feed.layout().dialect())
        .isEqualTo(
            new Feed.Dialect(
                '\t', null, null, false, List.of("id", "state", "op"), "NA", List.of()));
    assertThat(((FilesDeclaration) feed.source()).settle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(feed.decode())
        .isEqualTo(
            new Feed.Decode(
                "yyyy-MM-dd HH:mm:ss",
                "d.M.yyyy",
                ZoneId.of("Europe/Amsterdam"),
                false,
                true,
                true));
    assertThat(feed.steps())
        .containsExactly(
            new Feed.StepDeclaration.Derive(java.util.Map.of("status", "lower(state)"), 12),
            new Feed.StepDeclaration.Filter("id != 0", 13));
    assertThat(feed.load()).isEqualTo(new Feed.Load(Feed.Mode.UPSERT, "op == 'D'", 512L << 20));
    assertThat(feed.tags()).containsExactly("core");
  }

  @Test
  void appliesTheChosenProfile() throws IOException {
    write(
        "towpath.yaml",
        """
        project: shop
        raw: data/raw
        warehouse: embedded
        profiles:
          prod:
            raw: s3://shop-raw/zone
            warehouse: {url: "jdbc:postgresql://h:5432/dw", user: loader, password: "${env:DW_PASSWORD}"}
            runner: spark
            s3: {region: eu-west-1, endpoint: "http://localhost:9000", pathStyle: true}
        """);

    Project local = Projects.read(folder, Optional.empty());
    Project prod = Projects.read(folder, Optional.of("prod"));

    assertThat(local.raw()).isEqualTo(folder.resolve("data/raw").toString());
    assertThat(local.warehouse()).isEqualTo(new Project.Warehouse.Embedded());
    assertThat(local.runner()).isEqualTo("auto");
    assertThat(prod.raw()).isEqualTo("s3://shop-raw/zone");
    assertThat(prod.runner()).isEqualTo("spark");
    assertThat(prod.s3()).isEqualTo(new Project.S3("eu-west-1", "http://localhost:9000", true));
    assertThat(prod.warehouse())
        .isEqualTo(
            new Project.Warehouse.Jdbc(
                "jdbc:postgresql://h:5432/dw",
                new Secret("loader"),
                new Secret("${env:DW_PASSWORD}")));
  }

  @Test
  void reportsTheMistakesOfAllFilesAtOnce() throws IOException {
    write("towpath.yaml", "project: shop\nraw: data/raw\nwarehuose: embedded\n");
    write(
        "feeds/orders.yaml",
        "contract: ../contracts/orders.odcs.yaml\nsource: {files: a.csv}\nload: {mode: upset}\n");

    assertThatThrownBy(() -> Projects.read(folder, Optional.of("prodd")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("towpath.yaml:3:1 unknown key warehuose. Did you mean warehouse?")
        .hasMessageContaining("there is no profile prodd; found none")
        .hasMessageContaining(
            "feeds/orders.yaml:3:14 mode is the text \"upset\"; expected append, upsert, replace or"
                + " soft-delete. Did you mean upsert?");
  }

  @Test
  void saysWhereItLookedForAProject() {
    assertThatThrownBy(() -> Projects.read(folder.resolve("none"), Optional.empty()))
        .hasMessageStartingWith("towpath.yaml:1:1 there is no such file in ");
  }

  @Test
  void neverRepeatsAPasswordThatIsWrittenOut() throws IOException {
    for (String password : List.of("hunter2", "'hunter2'", "010203", "*hunter2", "!hunter2")) {
      write(
          "towpath.yaml",
          "project: p\nraw: r\nwarehouse: {url: \"jdbc:postgresql://h/d\", password: "
              + password
              + "}\n");

      assertThatThrownBy(() -> Projects.read(folder, Optional.empty()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageNotContaining("hunter2")
          .hasMessageNotContaining("010203");
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
