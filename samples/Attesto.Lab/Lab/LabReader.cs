using System.Text.Json;
using System.Text.RegularExpressions;

namespace Attesto.Lab;

/// <summary>Reads lab.json and says the first thing that is wrong with it.</summary>
internal static partial class LabReader
{
    private const string Providers = "sqlite, postgres, sqlserver or memory";

    /// <summary>Reads the file; without one, everything has its default.</summary>
    public static LabFile Read(string? path)
    {
        if (path is null)
        {
            return new LabFile();
        }

        if (!File.Exists(path))
        {
            throw new LabFault($"{path}: there is no such file");
        }

        try
        {
            var lab = JsonSerializer.Deserialize<LabFile>(File.ReadAllText(path), LabFile.Json) ?? throw new LabFault($"{path}: null is no lab");
            lab = lab with { Attesto = LabOptionNames.Grouped(lab.Attesto), Database = lab.Database ?? DatabaseOfSurroundings };
            return Fault(lab) is { } fault ? throw new LabFault($"{path}: {fault}") : lab;
        }
        catch (JsonException fault)
        {
            var text = LabFault.OneLine(fault);
            throw new LabFault($"{path}: {(UnknownMember().Match(text) is { Success: true } unknown ? $"{unknown.Groups[1].Value} is no member of lab.json" : text)}");
        }
    }

    // Where an orchestrator starts the lab, it says so here.
    private static LabDatabase? DatabaseOfSurroundings =>
        Environment.GetEnvironmentVariable("ConnectionStrings__attesto") is { Length: > 0 } connection ? new() { Provider = "postgres", ConnectionString = connection } : null;

    private static string? Fault(LabFile lab) =>
        lab.Database is { Provider: not ("sqlite" or "postgres" or "sqlserver" or "memory") and var provider } ? $"database.provider is \"{provider}\", not {Providers}" :
        lab.Database is { Provider: "postgres" or "sqlserver", ConnectionString: null or "" } ? "database.connection_string is missing" :
        lab.Login is not (null or "auto" or "screen") ? $"login is \"{lab.Login}\", not auto or screen" :
        lab.Users.Count == 0 ? "users is empty" :
        Repeated(lab.Users.Select(user => user.Sub)) is { } sub ? $"users names \"{sub}\" twice" :
        Repeated(lab.Clients.Select(client => client.ClientId)) is { } id ? $"clients names \"{id}\" twice" :
        lab.Clients.Select(client => client.Fault() is { } fault ? $"clients: {client.ClientId}: {fault}" : null).FirstOrDefault(fault => fault is not null) is { } clientFault
            ? clientFault :
        lab.Keys?.FirstOrDefault(key => key.Use is not ("sign" or "verify")) is { } odd ? $"keys: use is \"{odd.Use}\", not sign or verify" :
        lab.Apis.FirstOrDefault(api => !api.Path.StartsWith('/')) is { } astray ? $"apis: path \"{astray.Path}\" does not start with /" :
        lab.Tls.ClientCertificatePort is <= 0 or > 65535 ? "tls.client_certificate_port is not a port" :
        OptionCatalogue.Fault(lab.Attesto);

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;

    // The reader's own words name a .NET type, which a tester has never seen.
    [GeneratedRegex("^The JSON property ('[^']*') could not be mapped")]
    private static partial Regex UnknownMember();
}
