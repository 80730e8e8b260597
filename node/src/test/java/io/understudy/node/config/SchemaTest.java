package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the schema for editors against the reader, which alone decides. */
class SchemaTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "PROFILE.*")
    void hasTheKeysOfEachSectionAndNoOthers(Section section) throws IOException {
        JsonNode definition =
                section == Section.FILE
                        ? schema()
                        : schema().at(
                                        "/$defs/"
                                                + section.name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', '-'));

        List<String> keys = new ArrayList<>();
        definition.path("properties").fieldNames().forEachRemaining(keys::add);
        assertThat(keys).containsExactlyElementsOf(section.keys());
        assertThat(definition.path("additionalProperties").isBoolean()).isTrue();
        assertThat(definition.path("additionalProperties").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"whole.yaml", "small.yaml", "ensemble.yaml", "profiled.yaml", "unit.yaml"})
    void takesWhatTheReaderTakes(String name) throws IOException {
        String file = ConfigFileTest.resource(name);

        assertThat(validate(file)).isEmpty();
        assertThat(ConfigFile.parse(file)).isInstanceOf(ConfigResult.Valid.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster: acme-gocd  | cluster: ACME",
                "arbiter: quorum     | arbiter: database",
                "timing: fast        | timing: quick",
                "takeover: graceful  | takeover: never",
                "directory: /srv/ci  | directory: srv",
                "stop-timeout: 5s    | stop-timeout: 5",
                "lag-limit: 32MB     | lag-limit: 32 MB",
                "port: 5432          | port: 0",
                "witness: true       | witness: maybe",
                "synchronous: off    | synchronous: perhaps",
                "user: ci            | usr: ci",
                "PORT: 8153          | a-b: 8153",
                "restarts: 4         | restarts: many",
                "moves: 2            | moves: 0",
                "mode: required      | mode: always",
                "- peer              | - 'per'",
                "port: 2222          | port: 0",
                "known-hosts: /etc   | known_hosts: /etc",
                "home: /srv/u        | home: /srv/$u",
                "name: ipmi          | name: Ipmi",
                "[/usr/bin/fence, --status] | [fence, --status]",
                "timeout: 9s         | timeout: soon",
                "unhealthy-after: 20s | unhealthy-after: 20",
                "keep-wal: 4GB       | kep-wal: 4GB",
                "api: 17700          | api: many",
                "10.0.0.50/24        | 10.0.0.50",
                "interface: eth0     | interface: 'eth 0'",
                "virtual-ip: [       | virtual-ips: [",
                "path: /etc/ci       | path: etc/ci",
                "exclude: [db        | exclude: [/db",
                "include: [\"*.xml   | include: [\"../*.xml",
                "file-generations: 5 | file-generations: 1",
            })
    void refusesWhatTheReaderRefuses(String good, String bad) throws IOException {
        String whole = ConfigFileTest.resource("whole.yaml");
        assertThat(whole).contains(good);
        String file = whole.replace(good, bad);

        assertThat(ConfigFile.parse(file)).isInstanceOf(ConfigResult.Mistakes.class);
        assertThat(validate(file)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zookeeper:           | zookeper:",
                "namespace: /shared   | namespace: shared",
                "password-file: /etc  | password-file: etc",
                "user: understudy     | user: under:study",
                "user: understudy     | # no user",
                "key: /etc            | keys: /etc",
                "check-names: false   | check-names: perhaps",
                "authority: /etc      | trust: /etc",
                "zk1.example.com:2281 | zk1.example.com",
            })
    void refusesAnEnsembleThatTheReaderRefuses(String good, String bad) throws IOException {
        String ensemble = ConfigFileTest.resource("ensemble.yaml");
        assertThat(ensemble).contains(good);
        String file = ensemble.replace(good, bad);

        assertThat(ConfigFile.parse(file)).isInstanceOf(ConfigResult.Mistakes.class);
        assertThat(validate(file)).isNotEmpty();
    }

    @Test
    void namesTheUsualValuesThatTheReaderHas() throws IOException {
        NodeConfig.Carrier node =
                ConfigFileTest.valid(ConfigFileTest.resource("small.yaml")).carriers().getFirst();

        assertThat(schema().at("/$defs/ports/properties/api/default").asInt())
                .isEqualTo(node.ports().api());
        assertThat(schema().at("/$defs/postgresql/properties/port/default").asInt())
                .isEqualTo(node.postgresql().port());
        assertThat(
                        Quantity.bytes(
                                schema().at("/$defs/postgresql/properties/keep-wal/default")
                                        .asText()))
                .hasValue(node.postgresql().keepWalBytes());
    }

    private static Set<ValidationMessage> validate(String yaml) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema())
                .validate(new YAMLMapper().readTree(yaml));
    }

    private static JsonNode schema() throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(ConfigFileTest.resource("understudy.schema.json"));
    }
}
