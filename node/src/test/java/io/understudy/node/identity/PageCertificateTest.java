package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers are shown, where it is the user's own. */
class PageCertificateTest {

    @TempDir Path folder;
    private io.understudy.testkit.TestAuthority.Issued issued =
            new io.understudy.testkit.TestAuthority.Issued(
                    Path.of("x"), Path.of("x"), Path.of("x"));

    @BeforeEach
    void issue() {
        issued = new io.understudy.testkit.TestAuthority("page").issue("ci-a", folder);
    }

    @Test
    void aCertificateAndItsKeyAreTaken() throws IOException {
        assertThat(new PageCertificate(issued.certificate(), issued.key()).keys()).isNotNull();
    }

    @Test
    void whatIsWrongWithThemIsOneSentence() throws IOException {
        Path other =
                new io.understudy.testkit.TestAuthority("other")
                        .issue("ci-b", folder.resolve("other"))
                        .key();
        Path nothing = folder.resolve("nothing");
        Path none = Files.writeString(folder.resolve("none"), "SECRET");

        refused("a page's certificate that is missing", nothing, issued.key());
        refused("a page's key that is missing", issued.certificate(), nothing);
        refused("a page's key of another certificate", issued.certificate(), other);
        refused("a page's key that is none", issued.certificate(), none);
    }

    private static void refused(String input, Path certificate, Path key) throws IOException {
        assertThatThrownBy(() -> new PageCertificate(certificate, key).keys())
                .isInstanceOf(IOException.class)
                .hasMessageMatching(BadInputPage.says(input).pattern())
                .hasMessageNotContaining("SECRET");
    }
}
