using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Attesto.Templates;

/// <summary>What <c>--docker</c> adds to a host, read as Docker, Compose and Kubernetes read it.</summary>
internal sealed partial class ContainerFiles(EmittedHost host)
{
    private readonly Dictionary<object, object> _compose = (Dictionary<object, object>)new DeserializerBuilder().Build()
        .Deserialize(new MergingParser(new Parser(new StringReader(host.Read("compose.yaml")))))!;

    /// <summary>The commands with which the image is built, as words.</summary>
    public IEnumerable<string[]> BuildCommands => Runs().Matches(host.Read("Dockerfile"))
        .Select(run => run.Groups["line"].Value.Replace("$TARGETARCH", Architecture, StringComparison.Ordinal).Split(' '));

    public string EntryPoint => EntryPoints().Match(host.Read("Dockerfile")).Groups["program"].Value;

    /// <summary>What Compose would set in the environment of a service, if it had these variables itself.</summary>
    public Dictionary<string, string> EnvironmentOf(string service, params (string Name, string Value)[] variables)
    {
        var settings = File.ReadLines(Path.Combine(host.Folder, $"{Service(service)["env_file"]}")).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (var (name, value) in (Dictionary<object, object>)Service(service)["environment"])
        {
            settings[$"{name}"] = Defaults().Replace(
                $"{value}",
                match => variables.Where(variable => variable.Name == match.Groups["name"].Value).Select(variable => variable.Value).FirstOrDefault(match.Groups["default"].Value));
        }

        return settings;
    }

    /// <summary>Whatever can be known of the files without an engine.</summary>
    public void Check(string database)
    {
        var image = File.ReadLines(Path.Combine(host.Folder, "Dockerfile")).Where(line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.That(host.Read("ATTESTO.md") + host.Read("AGENTS.md"), Does.Not.Contain("<!--").And.Not.Contain("-->"), "what was a condition is gone");
        Assert.That(image, Is.EqualTo(new[] { "USER $APP_UID" }), "not root");
        Assert.That((WaitsFor("migrate", "database"), WaitsFor("host", "migrate")), Is.EqualTo(("service_healthy", "service_completed_successfully")));
        Assert.That($"{Service("database")["image"]}", Does.Contain(database));
        Assert.That(Service("database"), Contains.Key("healthcheck"));
        Assert.That(Service("host")["read_only"], Is.EqualTo("true"));
        Assert.That(Service("host"), Does.Not.ContainKey("volumes"), "all state is in the database");
        var secrets = ((List<object>)Service("host")["secrets"]).Select(secret => $"secrets/{secret}");
        Assert.That(((Dictionary<object, object>)_compose["secrets"]).Values.Select(secret => ((Dictionary<object, object>)secret)["file"]), Is.EqualTo(secrets));
        CheckKubernetes();
    }

    private void CheckKubernetes()
    {
        var deployment = Objects("host.yaml").OfType<V1Deployment>().Single();
        Assert.That(deployment.Spec.Replicas, Is.EqualTo(2));
        Assert.That(Objects("host.yaml").OfType<V1Service>().Single().Spec.Selector, Is.EqualTo(deployment.Spec.Template.Metadata.Labels));
        Assert.That(Objects("host.yaml").OfType<V1PodDisruptionBudget>().Single().Spec.Selector.MatchLabels, Is.EqualTo(deployment.Spec.Template.Metadata.Labels));
        var job = Objects("migrate.yaml").OfType<V1Job>().Single();
        Assert.That(job.Spec.Template.Spec.Containers.Single().Args, Is.EqualTo(((List<object>)Service("migrate")["command"]).Select(word => $"{word}")));
        Assert.That(job.Spec.Template.Spec.Containers.Single().Image, Is.EqualTo(deployment.Spec.Template.Spec.Containers.Single().Image));
        foreach (var pod in new[] { deployment.Spec.Template.Spec, job.Spec.Template.Spec })
        {
            var container = pod.Containers.Single();
            Assert.That((pod.SecurityContext.RunAsNonRoot, container.SecurityContext.ReadOnlyRootFilesystem, container.SecurityContext.AllowPrivilegeEscalation),
                Is.EqualTo((true, true, false)));
            Assert.That(container.VolumeMounts.Select(mount => mount.Name), Is.EqualTo(pod.Volumes.Select(volume => volume.Name)));
        }

        // The same settings as Compose, so that the program that ran with those would run with these.
        var settings = Objects("settings.yaml").OfType<V1ConfigMap>().Single().Data;
        Assert.That(settings.Keys, Is.EquivalentTo(((Dictionary<object, object>)Service("host")["environment"]).Keys));
        var keys = job.Spec.Template.Spec.Containers.Single().VolumeMounts.Single(mount => mount.Name == "keys").MountPath;
        Assert.That(settings.Values.Where(value => value.StartsWith('/')).Select(Path.GetDirectoryName), Is.All.EqualTo(keys));
    }

    // Strictly: a member that Kubernetes does not know is a fault.
    private List<object> Objects(string file) => KubernetesYaml.LoadAllFromString(host.Read(Path.Combine("kubernetes", file)), strict: true);

    private string WaitsFor(string service, string other) =>
        $"{((Dictionary<object, object>)((Dictionary<object, object>)Service(service)["depends_on"])[other])["condition"]}";

    private Dictionary<object, object> Service(string name) => (Dictionary<object, object>)((Dictionary<object, object>)_compose["services"])[name];

    private static string Architecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    [GeneratedRegex(@"^RUN dotnet (?<line>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Runs();

    [GeneratedRegex("""^ENTRYPOINT \["dotnet", "(?<program>[^"]+)"\]""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex EntryPoints();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):-(?<default>[^}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Defaults();
}
