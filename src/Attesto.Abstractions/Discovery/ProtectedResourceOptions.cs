namespace Attesto;

/// <summary>Settings of the protected-resource metadata (RFC 9728). It is served for the configured audience and for every supported resource of this host.</summary>
public sealed class ProtectedResourceOptions
{
    /// <summary>How tokens may be sent (RFC 9728 §2, <c>bearer_methods_supported</c>): <c>header</c>, <c>body</c>.</summary>
    public IList<string> BearerMethodsSupported { get; set; } = ["header"];

    /// <summary>Says that the resource takes DPoP-bound tokens only (RFC 9728 §2, <c>dpop_bound_access_tokens_required</c>).</summary>
    public bool RequireDpop { get; set; }

    /// <summary>Where the metadata of the server's own audience stands, for <c>resource_metadata</c> in challenges (RFC 9728 §5.1): an https URL; null names none.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>The origins under which clients reach this API, such as <c>https://api.example.com</c>: a DPoP proof must name one of them (RFC 9449 §4.3). Null
    /// takes those of the audience and of the supported resources. A request's Host header never adds one.</summary>
    public IList<string>? Origins { get; set; }

    /// <summary>The name of the resource for people to read (RFC 9728 §2, <c>resource_name</c>); null names none.</summary>
    public string? Name { get; set; }

    /// <summary>A page for developers who use the resource (RFC 9728 §2, <c>resource_documentation</c>); null names none.</summary>
    public string? Documentation { get; set; }
}
