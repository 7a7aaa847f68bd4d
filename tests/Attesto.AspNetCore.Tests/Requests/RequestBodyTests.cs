using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Attesto.AspNetCore.Tests.Requests;

/// <summary>A body that does not come whole.</summary>
public sealed class RequestBodyTests
{
    [Test]
    public async Task A_connection_that_broke_in_the_middle_is_given_up_or_Kestrel_logs_an_error_as_it_reads_on()
    {
        Assert.That(await ReadAsync(new ConnectionResetException("reset by peer")), Is.EqualTo((400, true)));
    }

    [Test]
    public async Task A_body_that_breaks_the_framing_is_answered()
    {
        Assert.That(await ReadAsync(new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout)), Is.EqualTo((408, false)));
        Assert.That(await ReadAsync(new IOException("a chunk size beyond all numbers")), Is.EqualTo((400, false)));
    }

    private static async Task<(int? Status, bool IsAborted)> ReadAsync(IOException fault)
    {
        var lifetime = new Lifetime();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        http.Request.Body = new BrokenBody(fault);
        http.Request.ContentLength = 40;
        var read = await RequestBody.ReadAsync(http.Request, CancellationToken.None);
        return (read.TryGet(out _, out var error) ? null : error.Status, lifetime.IsAborted);
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    private sealed class BrokenBody(IOException fault) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromException<int>(fault);
    }
}
