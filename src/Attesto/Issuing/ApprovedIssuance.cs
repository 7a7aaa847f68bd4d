namespace Attesto.Issuing;

/// <summary>An issuance that the host's policies approved. Only <see cref="TokenIssuer"/> makes one; nothing is spent or signed yet.</summary>
internal sealed class ApprovedIssuance
{
    internal ApprovedIssuance(TokenRequest request, Issuance issuance, Principal principal, string toldSubject, ScopeSet scope) =>
        (Request, Issuance, Principal, ToldSubject, Scope) = (request, issuance, principal, toldSubject, scope);

    /// <summary>The request.</summary>
    public TokenRequest Request { get; }

    /// <summary>What the grant asked for.</summary>
    public Issuance Issuance { get; }

    /// <summary>Whom the tokens are about.</summary>
    public Principal Principal { get; }

    /// <summary>The <c>sub</c> in the tokens: the principal's, or the client's pairwise one.</summary>
    public string ToldSubject { get; }

    /// <summary>True for a person; a client that acts for itself has no grant.</summary>
    public bool IsAboutPerson => Issuance is not { Authorization: null, GrantId: null };

    /// <summary>What the host grants.</summary>
    public ScopeSet Scope { get; }
}
