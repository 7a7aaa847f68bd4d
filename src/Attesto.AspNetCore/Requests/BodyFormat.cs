namespace Attesto.AspNetCore;

/// <summary>What an endpoint reads of a request.</summary>
internal enum BodyFormat
{
    /// <summary>Neither query nor body: a document is the same whatever is asked.</summary>
    None,

    /// <summary>A form where there is one; a protected resource ignores what it does not understand.</summary>
    FormOrNothing,

    /// <summary><c>application/x-www-form-urlencoded</c> only (RFC 6749 §3.2).</summary>
    Form,

    /// <summary>The form, or one JSON object.</summary>
    FormOrJson,
}
