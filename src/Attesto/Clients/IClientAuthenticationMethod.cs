namespace Attesto.Clients;

/// <summary>One way in which a client proves who it is (RFC 6749 §2.3). Adding a method is adding one implementation and one registration.</summary>
internal interface IClientAuthenticationMethod
{
    /// <summary>Its name (RFC 7591 §2, <c>token_endpoint_auth_method</c>).</summary>
    string Method { get; }

    /// <summary>True if this is the method that the request uses. At most one method says so.</summary>
    /// <param name="presented">What the request presents.</param>
    /// <param name="client">The client that it names; a stand-in if there is none.</param>
    /// <returns>Whether it is.</returns>
    bool Recognizes(PresentedClient presented, Client client);

    /// <summary>Checks the proof. Runs against a stand-in for unknown clients too, so that they cost the same.</summary>
    /// <param name="presented">What the request presents.</param>
    /// <param name="client">The client that it names; a stand-in if there is none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if the client proved who it is; else which check failed, for logs and events.</returns>
    ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken);
}
