using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Attesto.Lab;

/// <summary>Everything that lab.json says. Whatever it leaves out has the default of the contract.</summary>
public sealed record LabFile
{
    /// <summary>Where the state lives; null is a fresh SQLite file in the temporary folder.</summary>
    public LabDatabase? Database { get; init; }

    /// <summary>The product's options, by their own names or those of <see cref="LabOptionNames"/>.</summary>
    public JsonObject? Attesto { get; init; }

    public IReadOnlyList<LabKey>? Keys { get; init; }

    public IReadOnlyList<LabUser> Users { get; init; } = LabUser.Defaults;

    public IReadOnlyList<LabClient> Clients { get; init; } = [];

    public IReadOnlyList<LabPrincipalKind>? PrincipalKinds { get; init; }

    public IReadOnlyList<LabApi> Apis { get; init; } = [];

    public LabIntrospection Introspection { get; init; } = new();

    public LabIdJag IdJag { get; init; } = new();

    /// <summary>Where events are appended, one JSON object a line.</summary>
    public string? EventsFile { get; init; }

    /// <summary><c>auto</c> signs in the first user always, <c>screen</c> shows the sign-in page; null goes by cookie and hint.</summary>
    public string? Login { get; init; }

    public LabTls Tls { get; init; } = new();

    /// <summary>The header in which a trusted proxy forwards the client's certificate; also allowed inside <c>tls</c>.</summary>
    public string? ForwardedCertificateHeader { get; init; }

    public LabDevelopment Development { get; init; } = new();

    /// <summary>Short for the product's option of that name.</summary>
    public IReadOnlyList<string>? TrustedProxies { get; init; }

    /// <summary>The user with this sub, or null.</summary>
    public LabUser? FindUser(string? sub) => Users.FirstOrDefault(user => string.Equals(user.Sub, sub, StringComparison.Ordinal));

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };
}

/// <summary>A database. <c>provider</c> is sqlite, postgres, sqlserver or memory.</summary>
public sealed record LabDatabase
{
    public string Provider { get; init; } = "sqlite";

    public string? ConnectionString { get; init; }

    public string TablePrefix { get; init; } = "";
}

/// <summary>A key of the server.</summary>
public sealed record LabKey
{
    public string? Alg { get; init; }

    public required string Pem { get; init; }

    public string Use { get; init; } = "sign";
}

/// <summary>A kind of principal and what its <c>sub</c> starts with.</summary>
public sealed record LabPrincipalKind
{
    public required string Value { get; init; }

    public string SubPrefix { get; init; } = "";

    public IReadOnlyDictionary<string, string>? RequiredClaims { get; init; }
}

/// <summary>A protected API of the lab.</summary>
public sealed record LabApi
{
    public required string Path { get; init; }

    public IReadOnlyList<string> Methods { get; init; } = ["GET"];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Acr { get; init; } = [];

    /// <summary>How old the authentication may be, in seconds.</summary>
    public int? MaxAge { get; init; }
}

/// <summary>Who may introspect; <c>*</c> is anyone.</summary>
public sealed record LabIntrospection
{
    public IReadOnlyList<string> Callers { get; init; } = ["*"];
}

/// <summary>Whom the subjects of a foreign issuer are here: <c>issuer|subject</c> to a user's sub.</summary>
public sealed record LabIdJag
{
    public IReadOnlyDictionary<string, string> Subjects { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>TLS beyond <c>--cert</c>.</summary>
public sealed record LabTls
{
    /// <summary>A second port, which asks every caller for a certificate and takes any.</summary>
    public int? ClientCertificatePort { get; init; }

    public string? ForwardedCertificateHeader { get; init; }
}

/// <summary>What only a developer's machine may do.</summary>
public sealed record LabDevelopment
{
    public bool AllowLoopback { get; init; }
}
