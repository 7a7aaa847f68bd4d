using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Settings of one protected resource. What is not set follows the options of the host (<see cref="AttestoOptions"/>, section <c>Attesto</c>). The
/// section <c>Authentication:Schemes:</c> and the scheme's name is bound and checked, too.</summary>
public sealed class AttestoBearerOptions : AuthenticationSchemeOptions
{
    /// <summary>The issuer of the tokens, byte for byte as the server has it: an https URL, or http on loopback. Its keys are fetched from there, cached, and
    /// fetched again when an unknown one appears. Null is the server in the same process.</summary>
    public string? Issuer { get; set; }

    /// <summary>The resource identifier of this API, an absolute URL: what its tokens name in <c>aud</c>. Null follows <c>Attesto:Audience</c>.</summary>
    public string? Audience { get; set; }

    /// <summary>Further resource identifiers; a token must name one of all in <c>aud</c>.</summary>
    public IList<string> Audiences { get; set; } = [];

    /// <summary>The scopes that the metadata of this resource lists (RFC 9728 §2); null follows <c>Attesto:Scopes:Supported</c>.</summary>
    public IList<string>? ScopesSupported { get; set; }

    /// <summary>Refuses tokens that did not come over TLS; null follows <c>Attesto:RequireHttps</c>.</summary>
    public bool? RequireHttps { get; set; }

    /// <summary>DPoP at this resource (RFC 9449 §7); null follows <c>Attesto:Dpop</c>.</summary>
    public DpopOptions? Dpop { get; set; }

    /// <summary>Certificate-bound tokens at this resource (RFC 8705 §3); null follows <c>Attesto:Mtls</c>.</summary>
    public MtlsOptions? Mtls { get; set; }

    /// <summary>How tokens may be sent, and what the metadata says (RFC 9728); null follows <c>Attesto:ProtectedResource</c>.</summary>
    public ProtectedResourceOptions? ProtectedResource { get; set; }

    /// <summary>Where this resource's metadata stands (RFC 9728 §3), for <c>resource_metadata</c> in challenges; null follows <see cref="ProtectedResource"/>.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>Refuses a token from the moment in which it is revoked, or its grant, or in which its client or its person is gone. That costs two reads of the
    /// database and a question to the client store and the principal policy with each request. Only where the server runs in the same process; an API of its
    /// own asks the introspection endpoint instead. When off, a token is good until it expires.</summary>
    public bool CheckRevocation { get; set; } = true;

    /// <summary>Takes the token from elsewhere, such as a cookie of a first-party web client. Asked only if the request has no <c>Authorization</c> header.
    /// A host that reads a cookie must defend the route against cross-site requests itself.</summary>
    public Func<HttpContext, string?>? TokenExtractor { get; set; }
}
