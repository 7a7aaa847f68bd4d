using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Settings of one protected resource. What is not set follows the options of the server in the same process.</summary>
public sealed class AttestoBearerOptions : AuthenticationSchemeOptions
{
    /// <summary>A token must name one of these in <c>aud</c>; empty takes the server's <c>Audience</c>.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>Where this resource's metadata stands (RFC 9728 §3), for <c>resource_metadata</c> in challenges; null follows the server's option.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>Refuses a token from the moment in which it is revoked, or its grant, or in which its client or its person is gone. That costs two reads of the
    /// database and a question to the client store and the principal policy with each request. Only where the server runs in the same process; an API of its
    /// own asks the introspection endpoint instead. When off, a token is good until it expires.</summary>
    public bool CheckRevocation { get; set; } = true;

    /// <summary>Takes the token from elsewhere, such as a cookie of a first-party web client. Asked only if the request has no <c>Authorization</c> header.
    /// A host that reads a cookie must defend the route against cross-site requests itself.</summary>
    public Func<HttpContext, string?>? TokenExtractor { get; set; }
}
