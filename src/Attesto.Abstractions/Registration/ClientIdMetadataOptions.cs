namespace Attesto;

/// <summary>Settings of clients that identify themselves by a URL (draft-ietf-oauth-client-id-metadata-document).</summary>
public sealed class ClientIdMetadataOptions
{
    /// <summary>Accepts URL client_ids and advertises it (<c>client_id_metadata_document_supported</c>).</summary>
    public bool Enabled { get; set; }

    /// <summary>The only hosts whose documents are fetched; empty allows every host. <c>*.example.com</c> stands for every name below it.</summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>Hosts whose documents are never fetched; stronger than <see cref="AllowedHosts"/>.</summary>
    public IList<string> BlockedHosts { get; set; } = [];

    /// <summary>Ignores redirect URIs of another origin than the document's own. Loopback redirects of native applications have no origin and stay.</summary>
    public bool RequireSameOriginRedirects { get; set; } = true;

    /// <summary>Accepts <c>http://localhost</c> redirects, on any port, from native documents: most command-line clients publish them.</summary>
    public bool AllowLocalhostRedirects { get; set; } = true;

    /// <summary>The grant types that such a client may use, if its document lists them; others in it are ignored. Without a person's consent a stranger gets
    /// nothing: <c>client_credentials</c> is not among them.</summary>
    public IList<string> GrantTypes { get; set; } =
    [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
    ];

    /// <summary>The scopes that such a client may ask for, of those in <c>Scopes:Supported</c>; where its document names some, those of them. <c>openid</c> needs
    /// no entry.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The longest document, in bytes.</summary>
    public int MaxDocumentLength { get; set; } = 5120;

    /// <summary>How long fetching a document may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a document is kept at least, whatever its response says (RFC 9111 §4.2).</summary>
    public TimeSpan MinCacheLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a document is kept at most.</summary>
    public TimeSpan MaxCacheLifetime { get; set; } = TimeSpan.FromDays(1);
}
