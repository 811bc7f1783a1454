/** Gathers pushes and hands them on once a frame, at most ten times a second; a hidden tab gets them once a second. */
export class Coalescer<T> {
  private waiting: T[] = []
  private scheduled = false
  private last = 0

  constructor(
    private readonly apply: (batch: T[]) => void,
    private readonly gap = 100,
  ) {}

  push(item: T) {
    this.waiting.push(item)
    if (this.scheduled) return
    this.scheduled = true
    if (document.hidden) {
      setTimeout(this.flush, 1000)
      return
    }
    const wait = this.last + this.gap - performance.now()
    if (wait <= 0) requestAnimationFrame(this.flush)
    else setTimeout(() => requestAnimationFrame(this.flush), wait)
    // A tab hidden after this line gets no frame: the timer makes sure that nothing stays behind.
    setTimeout(this.flush, 1500)
  }

  readonly flush = () => {
    if (!this.scheduled) return
    this.scheduled = false
    this.last = performance.now()
    const batch = this.waiting
    this.waiting = []
    this.apply(batch)
  }
}
