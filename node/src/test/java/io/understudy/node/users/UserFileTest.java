package io.understudy.node.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may log in, on a node's disk. */
class UserFileTest {

    private static final String HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    private static final UsersJson JSON = new UsersJson();

    @TempDir Path home;

    private static final Users FIRST =
            Users.NONE.with(new User("anna", UserRole.OPERATOR, HASH), "a1");

    @Test
    void whoWasAddedIsThereAfterARestartAndTheFileIsForItsOwnerAlone() throws IOException {
        Path file = home.resolve("users");
        new UserFile(file).offer(JSON.write(FIRST));

        assertThat(new UserFile(file).users()).isEqualTo(FIRST);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void olderUsersNeverReplaceNewerOnes() {
        UserFile file = new UserFile(home.resolve("users"));
        Users second = FIRST.without("anna", "b2");
        file.offer(JSON.write(second));

        assertThat(file.offer(JSON.write(FIRST))).isEqualTo(new UserFile.Taking.Newest(second));
        assertThat(file.users().users()).isEmpty();
    }

    @Test
    void twoChangesAtOnceAreJoinedAndAllNodesComeToHaveTheSame() {
        Users other = Users.NONE.with(new User("ben", UserRole.VIEWER, HASH), "a2");
        UserFile one = new UserFile(home.resolve("one"));
        UserFile two = new UserFile(home.resolve("two"));
        for (Users change : List.of(FIRST, other)) {
            one.offer(JSON.write(change));
        }
        for (Users change : List.of(other, FIRST)) {
            two.offer(JSON.write(change));
        }

        assertThat(one.users()).isEqualTo(two.users());
        assertThat(one.users().users()).extracting(User::name).containsExactly("anna", "ben");
        assertThat(new UserFile(home.resolve("one")).users()).isEqualTo(one.users());
    }

    @Test
    void whatAVersionWithoutChangesHasIsTakenAsItIs() {
        String old =
                "{\"version\":3,\"mark\":\"a1\",\"users\":[{\"name\":\"ben\",\"role\":\"VIEWER\",\"hash\":\"%s\"}]}"
                        .formatted(HASH);
        UserFile file = new UserFile(home.resolve("users"));
        file.offer(JSON.write(FIRST));

        file.offer(old);

        assertThat(file.users().users()).extracting(User::name).containsExactly("ben");
    }

    @Test
    void oneDamagedCopyCostsNothing() throws IOException {
        Path file = home.resolve("users");
        new UserFile(file).offer(JSON.write(FIRST));
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(40);
            bytes.write('#');
        }

        assertThat(new UserFile(file).users()).isEqualTo(FIRST);
    }

    @Test
    void aFileThatIsDamagedWholeLetsNobodyIn() throws IOException {
        Path file = Files.writeString(home.resolve("users"), "users crc32c 00000000\n{}\n");

        assertThat(new UserFile(file).users()).isEqualTo(Users.NONE);
    }

    @Test
    void whatAreNoUsersIsNotTaken() {
        UserFile file = new UserFile(home.resolve("users"));
        for (String text :
                List.of(
                        "",
                        "null",
                        "{}",
                        "[]",
                        "{\"version\":1,\"mark\":\"../x\",\"users\":[]}",
                        "{\"version\":1,\"mark\":\"a\",\"users\":[{\"name\":\"a\",\"role\":\"operator\",\"hash\":\"\"}]}",
                        "{\"version\":1,\"mark\":\"a\",\"users\":[],\"changes\":{\"forgotten\":0,\"last\":{},\"clashes\":[{\"name\":\"nobody\",\"change\":1,\"kept\":\"\",\"lost\":\"\"}]}}",
                        "{\"version\":1,\"mark\":\"a\",\"users\":[null]}")) {
            assertThat(file.offer(text)).as(text).isInstanceOf(UserFile.Taking.Refused.class);
        }
        assertThat(file.users()).isEqualTo(Users.NONE);
    }

    @Test
    void aUserShowsNoHash() {
        assertThat(FIRST.toString()).contains("anna").doesNotContain("argon2");
    }
}
