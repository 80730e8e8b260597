package io.understudy.node.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What GoCD's own business continuity answered to scripts, with its names of the parts. Its times
 * are those of this node's zone, and words.
 *
 * @param userName who asks
 * @param setupStatus success, or incomplete while the primary or the standby does not answer
 * @param primaryServerDetails empty while incomplete
 * @param standbyServerDetails empty while incomplete
 * @param syncErrors what is wrong, one sentence each; empty where nothing is
 */
record OldDashboard(
        String userName,
        String setupStatus,
        Optional<Primary> primaryServerDetails,
        Optional<Standby> standbyServerDetails,
        List<String> syncErrors) {

    OldDashboard {
        syncErrors = List.copyOf(syncErrors);
    }

    /**
     * The one that serves.
     *
     * @param url of its page
     * @param latestDatabaseWalLocation the end of its log
     * @param configFilesUpdateInterval how often its files are looked at, in milliseconds: they are
     *     carried once they change
     * @param lastConfigUpdateTime when the files changed that it gave out last
     * @param pluginStatus name=MD5 of each external plugin
     */
    record Primary(
            String url,
            Optional<String> latestDatabaseWalLocation,
            long configFilesUpdateInterval,
            Optional<String> lastConfigUpdateTime,
            @JsonProperty("CRUISE_CONFIG_XML") Optional<Sum> cruiseConfig,
            @JsonProperty("AES_CIPHER") Optional<Sum> cipher,
            @JsonProperty("JETTY_XML") Optional<Sum> jetty,
            @JsonProperty("USER_FEATURE_TOGGLE") Optional<Sum> toggles,
            String pluginStatus) {}

    /** Of a file. */
    record Sum(String md5) {}

    /**
     * The one that stands ready.
     *
     * @param primaryStatusCheckInterval in milliseconds
     * @param lastUpdateTime when the files changed that are in place
     * @param latestReceivedDatabaseWalLocation the end of what is safe on its disk
     * @param pluginStatus name=MD5 of each external plugin
     */
    record Standby(
            long primaryStatusCheckInterval,
            Optional<String> lastUpdateTime,
            Optional<String> latestReceivedDatabaseWalLocation,
            @JsonProperty("CRUISE_CONFIG_XML") Optional<String> cruiseConfig,
            @JsonProperty("AES_CIPHER") Optional<String> cipher,
            @JsonProperty("JETTY_XML") Optional<String> jetty,
            @JsonProperty("USER_FEATURE_TOGGLE") Optional<String> toggles,
            String pluginStatus) {}
}
