using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Attesto.Management.Tests;

/// <summary>Who hears of a change.</summary>
public sealed class AuditTrailTests
{
    [Test]
    public async Task A_sink_that_fails_keeps_the_others_from_nothing()
    {
        var heard = new List<ServerEvent>();
        var (broken, good) = (new Mock<IEventSink>(), new Mock<IEventSink>());
        broken.Setup(sink => sink.PublishAsync(It.IsAny<ServerEvent>(), It.IsAny<CancellationToken>())).Throws(new TimeoutException("nobody listens"));
        good.Setup(sink => sink.PublishAsync(Capture.In(heard), It.IsAny<CancellationToken>()));
        var audit = new AuditTrail([broken.Object, good.Object], NullLogger<AuditTrail>.Instance);
        await audit.PublishAsync(new ServerEvent(EventName.ClientChanged) { ClientId = "web" }, "root", ("change", "disabled"));
        var told = heard.Single();
        Assert.That((told.ClientId, told.Result, told.Metadata["actor"], told.Metadata["change"]), Is.EqualTo(("web", "success", "root", "disabled")));
    }
}
