namespace Attesto;

/// <summary>Who says what a client is. Policies may trust a client less that nobody vouched for.</summary>
public enum ClientOrigin
{
    /// <summary>The host's own tables.</summary>
    Host,

    /// <summary>The client itself, at the registration endpoint (RFC 7591).</summary>
    Registration,

    /// <summary>The document behind its client_id (draft-ietf-oauth-client-id-metadata-document).</summary>
    MetadataDocument,
}
