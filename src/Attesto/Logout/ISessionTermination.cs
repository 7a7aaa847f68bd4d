namespace Attesto.Logout;

/// <summary>The browser's session, as one logout request sees it. The transport makes one per request around the host's logout policy.</summary>
internal interface ISessionTermination
{
    /// <summary>Ends the session of this browser, or asks the person first.</summary>
    /// <param name="request">Who asks for it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<TerminationOutcome> TerminateAsync(EndSessionRequest request, CancellationToken cancellationToken);
}
