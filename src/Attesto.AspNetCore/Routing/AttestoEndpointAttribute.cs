namespace Attesto.AspNetCore;

/// <summary>Marks a controller as one endpoint of the authorization server: it gets the configured path and route class, and no route while its feature is off.</summary>
/// <param name="endpoint">Which endpoint. Actions may add a relative template, such as <c>{clientId}</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AttestoEndpointAttribute(OAuthEndpoint endpoint) : Attribute
{
    /// <summary>Which endpoint.</summary>
    public OAuthEndpoint Endpoint => endpoint;
}
