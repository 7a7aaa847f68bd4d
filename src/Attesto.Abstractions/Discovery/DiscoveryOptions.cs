namespace Attesto;

/// <summary>What the discovery documents say (OpenID Connect Discovery §3) of what nothing else in the settings tells.</summary>
public sealed class DiscoveryOptions
{
    /// <summary>The <c>acr</c> values to advertise (OpenID Connect Discovery §3); empty advertises none.</summary>
    public IList<string> AcrValuesSupported { get; set; } = [];

    /// <summary>The languages to advertise (OpenID Connect Discovery §3); empty advertises none.</summary>
    public IList<string> UiLocalesSupported { get; set; } = [];
}
