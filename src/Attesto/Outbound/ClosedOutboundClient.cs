namespace Attesto.Outbound;

/// <summary>No way out: what a host without a transport has.</summary>
internal sealed class ClosedOutboundClient : IOutboundClient
{
    public Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<OutboundAnswer>(new OutboundAnswer.Failed(OutboundFault.NotAvailable));
}
