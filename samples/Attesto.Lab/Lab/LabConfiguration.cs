using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Lab;

/// <summary>Turns lab.json into the section that every host has in appsettings.json.</summary>
internal static class LabConfiguration
{
    private const string Root = "Attesto";

    private static readonly LabPrincipalKind[] Kinds = [new() { Value = "user", SubPrefix = "usr_" }, new() { Value = "client", SubPrefix = "cli_" }];

    /// <summary>The section <c>Attesto</c>, key by key.</summary>
    /// <param name="lab">The file.</param>
    /// <param name="firstUrl">The first of <c>--urls</c>: the issuer, if the file names none.</param>
    public static Dictionary<string, string?> Of(LabFile lab, string firstUrl)
    {
        var section = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Flatten(lab.Attesto ?? [], null, Root, section);
        section.TryAdd("Attesto:Issuer", firstUrl);
        section.TryAdd("Attesto:Audience", section["Attesto:Issuer"]);
        if (section["Attesto:Issuer"]?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true)
        {
            section.TryAdd("Attesto:RequireHttps", "false");
        }

        var forwarded = lab.ForwardedCertificateHeader ?? lab.Tls.ForwardedCertificateHeader;
        if (forwarded is not null)
        {
            section.TryAdd("Attesto:Mtls:ForwardedCertificateHeader", forwarded);
        }

        if (lab.Development.AllowLoopback)
        {
            section.TryAdd("Attesto:Outbound:AllowLoopback", "true");
        }

        // The authority that a tester names for outgoing calls vouches for clients' certificates, too.
        if (Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } authorities && File.Exists(authorities))
        {
            section.TryAdd("Attesto:Mtls:TrustedAuthorities", File.ReadAllText(authorities));
        }

        // Load generators and test suites come from one address: the lab's limits are out of their way unless the file sets its own.
        foreach (var limit in (string[])["Attesto:RateLimits:SignIns", "Attesto:RateLimits:DeviceCodes", "Attesto:RateLimits:PendingRequests", "Attesto:Registration:RateLimit"])
        {
            section.TryAdd(limit, "1000000");
        }

        section.TryAdd("Attesto:Subjects:PairwiseSalt", "the salt of every lab, and so nobody's secret"); // clients of the file may ask for pairwise subjects
        AddList(section, "Attesto:TrustedProxies", lab.TrustedProxies);
        AddCatalogue(section, "Attesto:Registration");
        AddCatalogue(section, "Attesto:ClientIdMetadata");
        section.TryAdd("Attesto:Registration:DefaultScope", "*");
        if (lab.PrincipalKinds is not null || !section.Keys.Any(key => key.StartsWith("Attesto:Subjects:PrincipalKinds:", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var (index, kind) in (lab.PrincipalKinds ?? Kinds).Index())
            {
                section[$"Attesto:Subjects:PrincipalKinds:{index}:Value"] = kind.Value;
                section[$"Attesto:Subjects:PrincipalKinds:{index}:SubPrefix"] = kind.SubPrefix;
                foreach (var (claim, shape) in kind.RequiredClaims ?? new Dictionary<string, string>(StringComparer.Ordinal))
                {
                    section[$"Attesto:Subjects:PrincipalKinds:{index}:RequiredClaims:{claim}"] = shape.Replace("_", "", StringComparison.Ordinal);
                }
            }
        }

        return section;
    }

    // Testers register clients that may ask for everything; a host of one's own lists scope by scope.
    private static void AddCatalogue(Dictionary<string, string?> section, string group)
    {
        const string catalogue = "Attesto:Scopes:Supported:";
        if (section.Keys.Any(key => key.StartsWith($"{group}:Scopes:", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        foreach (var (key, scope) in section.Where(pair => pair.Key.StartsWith(catalogue, StringComparison.OrdinalIgnoreCase) && pair.Value?.Contains('*') == false).ToList())
        {
            section[$"{group}:Scopes:{key[catalogue.Length..]}"] = scope;
        }
    }

    private static void AddList(Dictionary<string, string?> section, string key, IReadOnlyList<string>? values)
    {
        foreach (var (index, value) in (values ?? []).Index())
        {
            section.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{key}:{index}"), value);
        }
    }

    private static void Flatten(JsonNode node, Type? type, string path, Dictionary<string, string?> section)
    {
        switch (node)
        {
            case JsonObject inner:
                foreach (var (name, value) in inner)
                {
                    Add(value, name, type, path, section);
                }

                break;
            case JsonArray items:
                foreach (var (index, item) in items.Index())
                {
                    FlattenValue(item, type is null ? null : OptionCatalogue.ElementOf(type), $"{path}:{index}", section);
                }

                break;
        }
    }

    private static void Add(JsonNode? value, string name, Type? type, string path, Dictionary<string, string?> section)
    {
        var property = type is null && path is not Root ? null : OptionCatalogue.Find(type, name);
        // A JWK Set or a claims template stands in an option as text; in a JSON file people write it as JSON.
        if (property?.PropertyType == typeof(string) && value is JsonObject or JsonArray)
        {
            section[$"{path}:{property?.Name ?? name}"] = value!.ToJsonString();
            return;
        }

        FlattenValue(value, property?.PropertyType, $"{path}:{property?.Name ?? name}", section);
    }

    private static void FlattenValue(JsonNode? value, Type? type, string path, Dictionary<string, string?> section)
    {
        switch (value)
        {
            case JsonObject or JsonArray:
                Flatten(value, type, path, section);
                break;
            case JsonValue single when single.GetValueKind() is JsonValueKind.String:
                section[path] = single.GetValue<string>();
                break;
            default:
                section[path] = value?.ToJsonString();
                break;
        }
    }
}
