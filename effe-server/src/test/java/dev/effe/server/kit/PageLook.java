package dev.effe.server.kit;

import java.util.List;

/** Measures whether a page can be read: by the contrasts that WCAG 2 asks for (AA), and in its window's width. Stateless. */
public final class PageLook {

    /** Functions of colours, as WCAG defines them. */
    private static final String COLOURS = """
            const parse = text => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => { const part = [r, g, b].map(c => c / 255)
              .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
              return .2126 * part[0] + .7152 * part[1] + .0722 * part[2]; };
            const ratio = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
              return (a + .05) / (b + .05); };
            const front = e => parse(e.tagName === 'text' ? getComputedStyle(e).fill : getComputedStyle(e).color);
            const back = e => { const box = e.tagName === 'text' && e.parentElement.querySelector('rect');
              if (box) return parse(getComputedStyle(box).fill);
              for (let at = e; at; at = at.parentElement) {
              const colour = parse(getComputedStyle(at).backgroundColor);
              if (colour.length < 4 || colour[3] === 1) return colour; }
              return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255]; };
            """;

    /** Texts whose contrast is below 4.5, and lines of drawings below 3. */
    private static final String FAINT = "(() => {" + COLOURS + """
            const seen = e => e.checkVisibility();
            const told = (e, value) => value.toFixed(2) + ' ' + e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 40);
            const texts = [...document.body.querySelectorAll('*')].filter(seen)
              .filter(e => !['SCRIPT', 'STYLE'].includes(e.tagName))
              .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
              .map(e => [e, ratio(front(e), back(e))]).filter(([, r]) => r < 4.5);
            const lines = [...document.querySelectorAll('path:not(.grid)')].filter(seen)
              .map(e => [e, ratio(parse(getComputedStyle(e).stroke), back(e))]).filter(([, r]) => r < 3);
            return [...texts, ...lines].map(([e, r]) => told(e, r)); })()
            """;

    /** The parts that reach beyond the window, unless they are within something that scrolls by itself. */
    private static final String WIDE = """
            [...document.body.querySelectorAll('*')]
              .filter(e => !e.parentElement.closest('.scroll'))
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 100))
              .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])
            """;

    /** The contrast of the outline of what has the focus; 0 if there is none. */
    private static final String FOCUS = "(() => {" + COLOURS + """
            const e = document.activeElement;
            const style = getComputedStyle(e);
            return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? 0
              : ratio(parse(style.outlineColor), back(e.parentElement)); })()
            """;

    private PageLook() {}

    /** The texts and lines that are too faint. */
    public static List<String> faint(Browser page) {
        return page.texts(FAINT);
    }

    /** The parts that are too wide for the window. */
    public static List<String> wide(Browser page) {
        return page.texts(WIDE);
    }

    /** The contrast of the mark of what has the focus. */
    public static double focus(Browser page) {
        return page.evaluate(FOCUS).asDouble();
    }
}
