namespace Attesto.Management;

/// <summary>A client of any kind as it is now.</summary>
public sealed class AdminClient
{
    private readonly KnownClient _known;
    private readonly DateTimeOffset _now;

    internal AdminClient(KnownClient known, DateTimeOffset now) => (_known, _now) = (known, now);

    /// <summary>Its <c>client_id</c>.</summary>
    public string Id => _known.Client.Id;

    /// <summary>The name that people see, or null.</summary>
    public string? Name => _known.Client.Name;

    /// <summary>True if it can keep no secret (RFC 6749 §2.1).</summary>
    public bool IsPublic => _known.Client.IsPublic;

    /// <summary>Who says what it is; only one of the host's own can be changed here.</summary>
    public ClientOrigin Origin => _known.Client.Origin;

    /// <summary>Another one after each change; null for a client that is not the host's own.</summary>
    public Guid? Version => _known.Version;

    /// <summary>True if it is switched off.</summary>
    public bool IsRevoked => _known.Client.IsRevoked;

    /// <summary>When it was added or registered; null if that is not known.</summary>
    public DateTimeOffset? CreatedAt => _known.CreatedAt;

    /// <summary>When it was changed last; null if that is not known.</summary>
    public DateTimeOffset? ChangedAt => _known.ChangedAt;

    /// <summary>Everything about it but its secrets, as JSON.</summary>
    public string Description => ManagementJson.Write(ClientEntry.Of(_known.Client));

    /// <summary>How it authenticates, and until when its secrets last, in words for a person.</summary>
    public string Authenticates => _known.Client switch
    {
        { IsPublic: true } => "It is public.",
        { Secrets.IsEmpty: true } => "It authenticates with its key or certificate.",
        { Secrets: var secrets } => string.Join(' ', secrets.Select(Words)),
    };

    /// <summary>The form that changes it.</summary>
    /// <returns>The form; for a client that is not the host's own, one that cannot be saved.</returns>
    public ClientForm ToForm() => ClientForm.Of(_known.Client, _known.Version ?? Guid.Empty);

    private string Words(ClientSecret secret) =>
        secret.ExpiresAt is not { } end ? "It has a secret." : end > _now ? $"It has a secret until {end.UtcDateTime:u}." : $"It had a secret until {end.UtcDateTime:u}.";
}
