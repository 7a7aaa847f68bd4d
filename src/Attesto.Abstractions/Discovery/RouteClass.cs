namespace Attesto;

/// <summary>The three kinds of endpoints. Cookies belong to one of them only, and rate limits can differ.</summary>
public enum RouteClass
{
    /// <summary>Public documents: cacheable, the same for every caller.</summary>
    Metadata,

    /// <summary>Pages that a person visits: authorization, device verification, logout.</summary>
    Interactive,

    /// <summary>What clients call: no cookie, no antiforgery, never cached.</summary>
    Protocol,
}
