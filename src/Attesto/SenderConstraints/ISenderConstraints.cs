namespace Attesto.SenderConstraints;

/// <summary>Decides what the tokens of a request are bound to (RFC 9449 §5, RFC 8705 §3).</summary>
internal interface ISenderConstraints
{
    /// <summary>Verifies the proof or the certificate of a request. Nothing is recorded yet: see <see cref="CommitAsync"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The client, for what it requires.</param>
    /// <param name="endpointUrl">The canonical URL of the endpoint: what the proof's <c>htu</c> must name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The constraint, or <c>invalid_dpop_proof</c>, <c>use_dpop_nonce</c>, <c>invalid_request</c> or <c>invalid_client</c>.</returns>
    ValueTask<Result<SenderConstraint>> ResolveAsync(OAuthRequest request, Client client, string endpointUrl, CancellationToken cancellationToken);

    /// <summary>Records the proof as used, once everything else about the request has proven valid and before anything is spent.</summary>
    /// <param name="constraint">What <see cref="ResolveAsync"/> answered.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null; or <c>invalid_dpop_proof</c> if the proof was used before.</returns>
    ValueTask<OAuthError?> CommitAsync(SenderConstraint constraint, CancellationToken cancellationToken);
}
