namespace Attesto;

/// <summary>Settings of claims about people (OpenID Connect Core §5).</summary>
public sealed class ClaimOptions
{
    /// <summary>The claims to advertise (OpenID Connect Discovery §3), which clients that are allowed to may also ask for one by one, besides those that the
    /// scopes of <see cref="ScopeOptions.Supported"/> open; empty advertises none.</summary>
    public IList<string> Supported { get; set; } = [];

    /// <summary>Accepts and advertises the <c>claims</c> parameter (OpenID Connect Core §5.5). When off, the parameter is ignored.</summary>
    public bool ParameterSupported { get; set; }

    /// <summary>The same settings in another object.</summary>
    internal ClaimOptions Copy() => (ClaimOptions)MemberwiseClone();
}
