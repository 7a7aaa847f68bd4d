namespace Attesto;

/// <summary>Settings of scopes (RFC 6749 §3.3), and of the claims that they open (OpenID Connect Core §5.4).</summary>
public sealed class ScopeOptions
{
    /// <summary>The scope catalogue: what a client may ask for. <c>openid</c> needs no entry.</summary>
    public IList<string> Supported { get; set; } = [];

    /// <summary>The claims that a scope opens at UserInfo and in ID tokens, by scope, with spaces between them: <c>"groups": "groups roles"</c>. The standard
    /// scopes have theirs (OpenID Connect Core §5.4); an entry for one of them takes the place of these.</summary>
    public IDictionary<string, string> Claims { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Puts the claims of the granted scopes into ID tokens, too, where many applications look for a name and an e-mail address; null does, except
    /// under a FAPI <see cref="AttestoOptions.Profile"/>. A client can say otherwise for itself.</summary>
    public bool? ClaimsInIdToken { get; set; }

    /// <summary>The same settings in another object.</summary>
    internal ScopeOptions Copy() => (ScopeOptions)MemberwiseClone();
}
