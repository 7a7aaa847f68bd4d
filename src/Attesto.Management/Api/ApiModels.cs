using System.Text.Json.Serialization;

namespace Attesto.Management;

/// <summary>A page of clients.</summary>
/// <param name="Clients">The clients.</param>
/// <param name="Next">What <c>after</c> of the next page is; absent on the last.</param>
internal sealed record ClientList(IReadOnlyList<ClientSummary> Clients, string? Next)
{
    public static ClientList Of(ClientPage page) => new([.. page.Clients.Select(ClientSummary.Of)], page.Next?.ToString());
}

/// <summary>A client as a list shows it: <see cref="ListedClient"/>.</summary>
internal sealed record ClientSummary(
    string Id,
    [property: JsonConverter(typeof(NameConverter<ClientOrigin>))] ClientOrigin Origin,
    string? Name,
    bool IsPublic,
    bool IsRevoked,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? ChangedAt,
    DateTimeOffset? ExpiresAt)
{
    public static ClientSummary Of(ListedClient listed) => new(
        listed.Id, listed.Origin, listed.Name, listed.IsPublic, listed.IsRevoked, listed.CreatedAt, listed.ChangedAt, listed.ExpiresAt);
}

/// <summary>A client, and a secret that was made for it: it can be seen this once.</summary>
internal sealed record IssuedClient(ClientEntry Client, string? ClientSecret)
{
    public override string ToString() => Client.Id;
}

/// <summary>How a secret is replaced.</summary>
internal sealed record SecretRotation
{
    /// <summary>How long the secrets before go on; a day if it is left out.</summary>
    public long? OverlapSeconds { get; init; }

    /// <summary>How long the new one lasts; until it is replaced if it is left out.</summary>
    public long? LifetimeSeconds { get; init; }
}

/// <summary>How keys are rotated.</summary>
internal sealed record KeyRotation
{
    /// <summary>The algorithm; all if it is left out.</summary>
    public string? Algorithm { get; init; }

    /// <summary>For an emergency: the next key signs at once, and APIs that keep the old key set refuse new tokens until their copy expires.</summary>
    public bool Immediately { get; init; }
}

/// <summary>The scopes.</summary>
internal sealed record ScopeList(IReadOnlyList<ScopeEntry> Scopes);

/// <summary>The APIs.</summary>
internal sealed record ApiList(IReadOnlyList<ApiEntry> Apis);

/// <summary>The signing keys.</summary>
internal sealed record KeyList(IReadOnlyList<KeyEntry> Keys);

/// <summary>A page of grants.</summary>
internal sealed record GrantList(IReadOnlyList<GrantEntry> Grants, string? Next);

/// <summary>Whose grants are ended; all that is named must fit.</summary>
internal sealed record GrantSelection
{
    public string? Subject { get; init; }

    public string? ClientId { get; init; }

    public string? SessionId { get; init; }
}

/// <summary>The sessions of a person at browsers.</summary>
internal sealed record SessionList(IReadOnlyList<SessionEntry> Sessions);

/// <summary>A session of a person at a browser.</summary>
internal sealed record SessionEntry(string? SessionId, DateTimeOffset? BeganAt, DateTimeOffset ExpiresAt);

/// <summary>An enumeration by the names of its values, and never by a number.</summary>
internal sealed class NameConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
