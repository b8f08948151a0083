package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.registry.RegistryCatalog;
import io.assayhub.route.ClaimByRename;
import io.assayhub.route.DropFolders;
import io.assayhub.route.Intake;
import io.assayhub.route.IntakeFile;
import io.assayhub.route.IntakeFolder;
import io.assayhub.route.IntakeRegistryFile;
import io.assayhub.route.IntakeSpecimenList;
import io.assayhub.route.IntakeSubjects;
import io.assayhub.route.ManifestFiles;
import io.assayhub.route.ReceiptFiles;
import io.assayhub.route.RouteErrors;
import io.assayhub.route.SubjectIntake;
import io.assayhub.route.UnfinishedFirst;
import io.assayhub.wire.Topic;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** What the files in {@code routes/} may name: properties and beans, the same for a start and for a check. */
final class RouteBindings {
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, Object> beans = new TreeMap<>();

    private RouteBindings() {}

    /**
     * Those of a hub.
     *
     * @param intake null, like the subjects', the specimens' and both catalogs, where routes are only loaded and none of them starts
     */
    static RouteBindings of(
            HubConfig config,
            Clock clock,
            DropFolders folders,
            MappingCatalog catalog,
            Intake intake,
            RegistryCatalog registries,
            SubjectIntake subjects,
            IntakeSpecimenList specimens) {
        RouteBindings all = new RouteBindings();
        String prefix = config.topics().prefix();
        all.properties.put("hub.instance", config.instance());
        all.properties.put("hub.prefix", prefix);
        all.properties.put("hub.topic.receipts", Topic.RECEIPTS.name(prefix));
        all.properties.put("hub.topic.registrations", Topic.REGISTRATIONS.name(prefix));
        all.properties.put("hub.inbox", folders.inbox().toAbsolutePath().toString());
        long poll = Math.max(100, Math.min(500, config.intake().quiet().toMillis() / 2));
        all.properties.put("hub.intake.poll-ms", Long.toString(poll));
        ManifestFiles manifests = new ManifestFiles(catalog, folders);
        all.beans.put("readyFiles", manifests);
        all.beans.put(
                "claimByRename",
                new ClaimByRename(folders, manifests, clock, config.intake().quiet()));
        all.beans.put("unfinishedFirst", new UnfinishedFirst());
        all.beans.put(
                "intakeFolder",
                new IntakeFolder(
                        new IntakeFile(intake, folders, manifests),
                        new IntakeRegistryFile(subjects, registries, folders),
                        specimens));
        all.beans.put("intakeSubjects", new IntakeSubjects(subjects, registries == null ? null : registries.rules()));
        all.beans.put("receiptFiles", new ReceiptFiles(folders));
        all.beans.put("routeErrors", new RouteErrors());
        return all;
    }

    /**
     * Adds what the route of a listener names: {@code hub.NAME.enabled}, {@code .host}, {@code .port} and {@code .feed}.
     *
     * @param port 0 if nothing listens
     */
    RouteBindings listener(String name, String host, int port, String feed) {
        properties.put("hub." + name + ".enabled", Boolean.toString(port > 0));
        properties.put("hub." + name + ".host", host);
        properties.put("hub." + name + ".port", Integer.toString(Math.max(1, port)));
        properties.put("hub." + name + ".feed", feed);
        return this;
    }

    /** Adds a property. */
    RouteBindings property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Adds a bean. */
    RouteBindings with(String name, Object bean) {
        beans.put(name, bean);
        return this;
    }

    Map<String, String> properties() {
        return properties;
    }

    Map<String, Object> beans() {
        return beans;
    }
}
