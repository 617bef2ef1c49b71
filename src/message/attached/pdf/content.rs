//! The text that a page shows (ISO 32000-1 sections 8.2 and 9.4): its operators in order; a move down is a new line, a gap a space, a
//! wide gap a tab.

use super::font::Font;
use super::lexer::{Lexer, Token};

/// Operands kept before an operator: a `TJ` may show a whole line letter by letter.
const OPERANDS: usize = 1 << 18;
/// A move of this part of the size, against the line, is a new line.
const LINE: f64 = 0.4;
/// A gap of this part of the size parts words; a wide one cells.
const WORD: f64 = 0.18;
const CELL: f64 = 2.0;

/// What a content stream asks for.
pub trait Resources {
    /// The font of that name.
    fn font(&mut self, name: &[u8]) -> std::rc::Rc<Font>;
    /// The external object of that name is shown here.
    fn shows(&mut self, name: &[u8]);
}

/// The text state of a page.
pub struct Page<'t> {
    /// where text goes
    pub text: &'t mut String,
    font: std::rc::Rc<Font>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    /// text matrix and line matrix
    matrix: [f64; 6],
    line: [f64; 6],
    /// where the pen was after the last character
    pen: Option<(f64, f64)>,
}

const IDENTITY: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

impl<'t> Page<'t> {
    pub fn new(text: &'t mut String) -> Page<'t> {
        Page {
            text,
            font: std::rc::Rc::new(Font::unknown()),
            size: 10.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            matrix: IDENTITY,
            line: IDENTITY,
            pen: None,
        }
    }

    /// Runs a content stream, until `full` bytes of text.
    pub fn run(&mut self, source: &[u8], resources: &mut impl Resources, full: usize) {
        let mut lexer = Lexer::new(source, 0);
        let mut operands: Vec<Token<'_>> = Vec::new();
        while let Some(token) = lexer.token() {
            match token {
                Token::Keyword(b"ID") => {
                    lexer.at = after_inline_image(source, lexer.at);
                    operands.clear();
                }
                Token::Keyword(operator) => {
                    self.operate(operator, &operands, resources);
                    operands.clear();
                    if self.text.len() > full {
                        return;
                    }
                }
                token if operands.len() < OPERANDS => operands.push(token),
                _ => {}
            }
        }
    }

    fn operate(&mut self, operator: &[u8], operands: &[Token<'_>], resources: &mut impl Resources) {
        let number = |back: usize| match operands.len().checked_sub(back).map(|at| &operands[at]) {
            Some(Token::Number(number)) => *number,
            _ => 0.0,
        };
        match operator {
            b"BT" => (self.matrix, self.line) = (IDENTITY, IDENTITY),
            b"Tf" => {
                if let [.., Token::Name(name), Token::Number(size)] = operands {
                    self.font = resources.font(name);
                    self.size = *size;
                }
            }
            b"Tc" => self.character_spacing = number(1),
            b"Tw" => self.word_spacing = number(1),
            b"Tz" => self.scale = number(1) / 100.0,
            b"TL" => self.leading = number(1),
            b"Td" => self.next_line(number(2), number(1)),
            b"TD" => {
                self.leading = -number(1);
                self.next_line(number(2), number(1));
            }
            b"T*" => self.next_line(0.0, -self.leading),
            b"Tm" => {
                self.line = std::array::from_fn(|at| number(6 - at));
                self.matrix = self.line;
            }
            b"Tj" | b"TJ" => self.show_all(operands),
            b"'" => {
                self.next_line(0.0, -self.leading);
                self.show_all(operands);
            }
            b"\"" => {
                (self.word_spacing, self.character_spacing) = (number(3), number(2));
                self.next_line(0.0, -self.leading);
                self.show_all(operands);
            }
            b"Do" => {
                if let Some(Token::Name(name)) = operands.last() {
                    resources.shows(name);
                }
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        let [a, b, c, d, e, f] = self.line;
        self.line = [a, b, c, d, e + x * a + y * c, f + x * b + y * d];
        self.matrix = self.line;
    }

    fn show_all(&mut self, operands: &[Token<'_>]) {
        for operand in operands {
            match operand {
                Token::Text(string) => self.show(string),
                Token::Number(thousandths) => self.advance(-thousandths / 1000.0 * self.size * self.scale),
                _ => {}
            }
        }
    }

    fn advance(&mut self, by: f64) {
        let [a, b, ..] = self.matrix;
        self.matrix[4] += by * a;
        self.matrix[5] += by * b;
    }

    fn show(&mut self, string: &[u8]) {
        self.separate();
        let font = std::rc::Rc::clone(&self.font);
        let (mut by, start) = (0.0, self.text.len());
        let (size, character, word) = (self.size / 1000.0, self.character_spacing, self.word_spacing);
        font.show(string, self.text, |width, is_space| {
            by += width * size + character + if is_space { word } else { 0.0 }
        });
        self.advance(by * self.scale);
        if self.text.len() > start {
            self.pen = Some((self.matrix[4], self.matrix[5]));
        }
    }

    /// Writes what parts the next character from the last one.
    fn separate(&mut self) {
        let Some((x, y)) = self.pen else { return };
        let [a, b, c, d, e, f] = self.matrix;
        let (along, across) = (a.hypot(b), c.hypot(d));
        let (dx, dy) = (e - x, f - y);
        // Moves measured along the line of writing and across it, in sizes.
        let (gap, drop) = match along > 0.0 {
            true => (
                (dx * a + dy * b) / (along * along * self.size),
                (dx * b - dy * a).abs() / (along * across.max(1e-9) * self.size.abs()),
            ),
            false => (0.0, 0.0),
        };
        if self.text.ends_with('\n') {
            return;
        }
        if drop > LINE {
            self.text.push('\n');
        } else if gap > CELL {
            self.text.push('\t');
        } else if !(-1.0..=WORD).contains(&gap) && !self.text.ends_with([' ', '\t']) {
            self.text.push(' ');
        }
    }
}

/// Where the content goes on after the data of an inline image, which begins at `at`.
fn after_inline_image(source: &[u8], at: usize) -> usize {
    let space = |at: usize| source.get(at).is_none_or(|byte| byte.is_ascii_whitespace() || *byte == 0);
    let rest = &source[at..];
    let end = memchr::memmem::find_iter(rest, b"EI").find(|hit| *hit > 0 && space(at + hit - 1) && space(at + hit + 2));
    end.map_or(source.len(), |hit| at + hit + 2)
}
